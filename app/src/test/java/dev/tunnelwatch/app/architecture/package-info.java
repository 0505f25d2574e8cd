/** Tests of the shape of the code: which module may know which, and how large a file may grow. */
@NullMarked
package dev.tunnelwatch.app.architecture;

import org.jspecify.annotations.NullMarked;
