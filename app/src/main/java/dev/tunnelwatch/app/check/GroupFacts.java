package dev.tunnelwatch.app.check;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Who shares the hubs' partitions now.
 *
 * @param members how many processes; empty where Kafka does not say
 * @param refused whether it is a right that is missing
 */
record GroupFacts(String group, OptionalInt members, boolean refused) {
  private static final int SECONDS = 12;

  static GroupFacts of(Admin admin, String group) throws InterruptedException {
    try {
      var told = admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
      int members = told == null ? 0 : told.get(SECONDS, TimeUnit.SECONDS).members().size();
      return new GroupFacts(group, OptionalInt.of(members), false);
    } catch (ExecutionException e) {
      // One that nobody ever joined is not there.
      return e.getCause() instanceof GroupIdNotFoundException
          ? new GroupFacts(group, OptionalInt.of(0), false)
          : new GroupFacts(group, OptionalInt.empty(), Refusals.isOfRights(e.getCause()));
    } catch (TimeoutException e) {
      return new GroupFacts(group, OptionalInt.empty(), false);
    }
  }

  Verdict verdict() {
    if (refused) {
      return Verdict.wrong(
          group + " may not be looked at",
          "add ACLs for Read and Describe on groups with the topic prefix");
    }
    if (members.isEmpty()) {
      return Verdict.unknown("Kafka does not say who is in " + group, "");
    }
    int count = members.getAsInt();
    return Verdict.ok(
        count == 0
            ? "nobody is in " + group + " now"
            : count + " in " + group + ": so many processes share the hubs' partitions now");
  }
}
