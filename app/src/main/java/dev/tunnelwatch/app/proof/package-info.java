/** Results of measurements as files, and pages that are made of them alone (design 8.8). */
@NullMarked
package dev.tunnelwatch.app.proof;

import org.jspecify.annotations.NullMarked;
