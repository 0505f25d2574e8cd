/** {@code operator}: what a person says of an incident. */
@NullMarked
package dev.tunnelwatch.app.operator;

import org.jspecify.annotations.NullMarked;
