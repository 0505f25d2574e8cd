/** From a directory of exported Azure resources to what the rules and the topics take. */
@NullMarked
package dev.tunnelwatch.app.inventory;

import org.jspecify.annotations.NullMarked;
