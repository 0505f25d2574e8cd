/** Production: what the configuration says, until someone says stop. */
@NullMarked
package dev.tunnelwatch.app.run;

import org.jspecify.annotations.NullMarked;
