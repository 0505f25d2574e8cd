/** What Prometheus, Alertmanager and Grafana are given is checked by their own tools. */
@NullMarked
package dev.tunnelwatch.dashboards;

import org.jspecify.annotations.NullMarked;
