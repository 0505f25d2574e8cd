package dev.tunnelwatch.simulator.hub;

import java.util.Set;
import org.apache.qpid.proton.engine.Sasl;
import org.apache.qpid.proton.engine.SaslListener;
import org.apache.qpid.proton.engine.Transport;

/**
 * Lets in everyone who names a mechanism without credentials: who may do what is settled by tokens
 * put to {@code $cbs}. The Java client says ANONYMOUS, the .NET one MSSBCBS.
 */
final class SaslDoor implements SaslListener {

  static final String[] MECHANISMS = {"MSSBCBS", "ANONYMOUS"};

  @Override
  public void onSaslInit(Sasl sasl, Transport transport) {
    var chosen = sasl.getRemoteMechanisms();
    sasl.done(
        chosen.length > 0 && Set.of(MECHANISMS).contains(chosen[0])
            ? Sasl.SaslOutcome.PN_SASL_OK
            : Sasl.SaslOutcome.PN_SASL_AUTH);
  }

  @Override
  public void onSaslMechanisms(Sasl sasl, Transport transport) {}

  @Override
  public void onSaslChallenge(Sasl sasl, Transport transport) {}

  @Override
  public void onSaslResponse(Sasl sasl, Transport transport) {}

  @Override
  public void onSaslOutcome(Sasl sasl, Transport transport) {}
}
