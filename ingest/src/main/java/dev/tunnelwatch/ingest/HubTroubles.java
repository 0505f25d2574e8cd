package dev.tunnelwatch.ingest;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.core.exception.ClientAuthenticationException;
import com.azure.identity.CredentialUnavailableException;
import dev.tunnelwatch.ingest.HubTrouble.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Tells what an error of the hubs' client means, and says it without the secrets it knows of. */
final class HubTroubles {
  private static final int LONGEST = 300;

  /** What differs from one try to the next and tells only Azure's support something. */
  private static final Pattern CHATTER =
      Pattern.compile(
          ",? *(?:errorContext\\[|TrackingId:|Reference:|SystemTracker:|Timestamp:).*",
          Pattern.DOTALL);

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern SECRETS =
      Pattern.compile("(?i)(SharedAccessKey|SharedAccessSignature|sig)=[^;&\\s]+");

  private final Credential credential;

  HubTroubles(Credential credential) {
    this.credential = credential;
  }

  HubTrouble of(Throwable problem) {
    var known =
        chain(problem)
            .flatMap(cause -> kind(cause).map(kind -> trouble(kind, cause)).stream())
            .findFirst();
    return known.orElseGet(() -> new HubTrouble(Kind.OTHER, said(problem)));
  }

  /** Of silence there is nothing to quote but the client's clockwork. */
  private HubTrouble trouble(Kind kind, Throwable cause) {
    return new HubTrouble(kind, kind == Kind.SILENT ? "" : said(cause));
  }

  private static Stream<Throwable> chain(Throwable problem) {
    return Stream.iterate(
            Optional.of(problem), at -> Optional.ofNullable(at.orElseThrow().getCause()))
        .takeWhile(Optional::isPresent)
        .map(Optional::orElseThrow)
        .limit(20);
  }

  private static Optional<Kind> kind(Throwable cause) {
    return switch (cause) {
      case AmqpException e when e.getErrorCondition() != null ->
          kind(e.getErrorCondition(), String.valueOf(e.getMessage()));
      case CredentialUnavailableException _, ClientAuthenticationException _ ->
          Optional.of(Kind.NO_TOKEN);
      case UnknownHostException _, UnresolvedAddressException _ -> Optional.of(Kind.HOST_UNKNOWN);
      case ConnectException _, NoRouteToHostException _, SocketTimeoutException _ ->
          Optional.of(Kind.UNREACHABLE);
      case SSLException _ -> Optional.of(Kind.TLS);
      case TimeoutException _ -> Optional.of(Kind.SILENT);
      default -> Optional.empty();
    };
  }

  private static Optional<Kind> kind(AmqpErrorCondition condition, String message) {
    // Its own constants are an open set: whatever is not told apart here stands in what it said.
    if (condition == AmqpErrorCondition.UNAUTHORIZED_ACCESS
        || condition == AmqpErrorCondition.PUBLISHER_REVOKED_ERROR) {
      return Optional.of(Kind.REFUSED);
    }
    if (condition == AmqpErrorCondition.NOT_FOUND) {
      boolean group = message.toLowerCase(Locale.ROOT).contains("consumergroups");
      return Optional.of(group ? Kind.NO_GROUP : Kind.NO_HUB);
    }
    if (condition == AmqpErrorCondition.LINK_STOLEN) {
      return Optional.of(Kind.OWNED);
    }
    if (condition == AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED) {
      return Optional.of(Kind.CROWDED);
    }
    if (condition == AmqpErrorCondition.SERVER_BUSY_ERROR) {
      return Optional.of(Kind.BUSY);
    }
    return condition == AmqpErrorCondition.TIMEOUT_ERROR
        ? Optional.of(Kind.SILENT)
        : Optional.empty();
  }

  private String said(Throwable problem) {
    var text = Optional.ofNullable(problem.getMessage()).orElse(problem.getClass().getSimpleName());
    var brief = SPACES.matcher(CHATTER.matcher(masked(text)).replaceFirst("")).replaceAll(" ");
    return brief.length() <= LONGEST ? brief.strip() : brief.substring(0, LONGEST) + '…';
  }

  /** No client was seen to quote one; none gets the chance. */
  String masked(String text) {
    var masked = SECRETS.matcher(text).replaceAll("$1=(secret)");
    for (var secret : secrets().toList()) {
      masked = masked.replace(secret, "(secret)");
    }
    return masked;
  }

  private Stream<String> secrets() {
    return switch (credential) {
      case Credential.SharedAccess(var connection) ->
          Stream.of(connection.reveal().split(";", -1))
              .filter(part -> part.strip().startsWith("SharedAccess"))
              .filter(part -> !part.strip().startsWith("SharedAccessKeyName"))
              .map(part -> part.substring(part.indexOf('=') + 1).strip())
              .filter(value -> !value.isEmpty());
      case Credential.Entra(_, Credential.Identity.Certificate(_, _, _, var password)) ->
          password.stream().map(Secret::reveal);
      case Credential.Entra _ -> Stream.empty();
    };
  }
}
