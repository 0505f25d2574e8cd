package dev.tunnelwatch.streams;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which topic refused a record. The transaction is lost with it either way, so going on is no
 * choice: the thread ends, and the next one takes the same records again.
 */
public final class LoudSendFailures implements ProductionExceptionHandler {

  private static final Logger LOG = LoggerFactory.getLogger(LoudSendFailures.class);

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    LOG.atError()
        .addKeyValue("topic", record.topic())
        .addKeyValue("node", context.processorNodeId())
        .addKeyValue("bytes", record.value() == null ? 0 : record.value().length)
        .setCause(exception)
        .log("record not sent");
    return exception instanceof RetriableException ? Response.retry() : Response.fail();
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // Nothing to set.
  }
}
