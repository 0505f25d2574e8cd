/** The rules once more, naively: no code is shared with the engine that it checks (rule 3). */
@NullMarked
package dev.tunnelwatch.correlation.oracle;

import org.jspecify.annotations.NullMarked;
