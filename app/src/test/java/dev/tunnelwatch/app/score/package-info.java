@NullMarked
package dev.tunnelwatch.app.score;

import org.jspecify.annotations.NullMarked;
