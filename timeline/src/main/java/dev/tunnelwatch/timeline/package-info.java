/** What happened, for whoever must reconstruct it: the incidents kept, an HTTP API, a web page. */
@NullMarked
package dev.tunnelwatch.timeline;

import org.jspecify.annotations.NullMarked;
