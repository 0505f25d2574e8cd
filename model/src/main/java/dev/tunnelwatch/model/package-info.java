/** The words of the domain as types: what gateways say, what we conclude, and what we publish. */
@NullMarked
package dev.tunnelwatch.model;

import org.jspecify.annotations.NullMarked;
