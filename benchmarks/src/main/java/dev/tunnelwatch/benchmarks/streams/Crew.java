package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processes that are killed and come back, and how many ended without anybody killing them. */
final class Crew implements AutoCloseable {
  private final Starter starter;
  private final List<Child> members = new ArrayList<>();
  private final Set<Integer> killed = new HashSet<>();
  private int endedThemselves;

  Crew(Starter starter) {
    this.starter = starter;
  }

  /** How one is started. */
  interface Starter {
    /**
     * Starts it, under a name of its own.
     *
     * @param environment added to ours
     */
    Child start(int member, Map<String, String> environment);
  }

  /** One more. */
  void join() {
    members.add(starter.start(members.size(), Map.of()));
  }

  int size() {
    return members.size();
  }

  Child of(int member) {
    return members.get(member);
  }

  /** One that is dead already has not been killed by us. */
  void kill(int member) throws InterruptedException {
    if (members.get(member).alive()) {
      killed.add(member);
    }
    members.get(member).kill();
  }

  /**
   * Again, one that is dead.
   *
   * @param environment added to ours
   */
  void start(int member, Map<String, String> environment) {
    if (members.get(member).alive()) {
      throw new IllegalStateException("member " + member + ": expected it dead, it lives");
    }
    if (!killed.remove(member)) {
      endedThemselves++;
    }
    members.set(member, starter.start(member, environment));
  }

  /** Kills it and starts it. */
  void restart(int member, Map<String, String> environment) throws InterruptedException {
    kill(member);
    start(member, environment);
  }

  /** How often one gave up, each death once, whether it was started again or not. */
  int endedThemselves() {
    int dead = 0;
    for (int i = 0; i < members.size(); i++) {
      dead += members.get(i).alive() || killed.contains(i) ? 0 : 1;
    }
    return endedThemselves + dead;
  }

  @Override
  public void close() {
    members.forEach(Child::close);
  }
}
