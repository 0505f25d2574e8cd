/**
 * The configuration of {@code run}: a YAML file, overridden by the environment, read into types.
 */
@NullMarked
package dev.tunnelwatch.app.config;

import org.jspecify.annotations.NullMarked;
