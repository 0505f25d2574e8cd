package dev.tunnelwatch.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event a line: instant, level, who, what, key/value pairs. Until told otherwise only warnings,
 * to standard error (logback.xml).
 */
public final class ProcessLog {

  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level %logger{0} %msg %kvp%n";

  private ProcessLog() {}

  /** Everything of ours, and warnings of the libraries, to a file that is begun anew. */
  public static void toFile(Path file) {
    var appender = new FileAppender<ILoggingEvent>();
    appender.setFile(file.toString());
    appender.setAppend(false);
    replaceWith(appender);
  }

  /** Everything of ours, and warnings of the libraries, to standard error. */
  public static void toStandardError() {
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setTarget("System.err");
    replaceWith(appender);
  }

  /** Nothing at all: whoever asks says itself what went wrong, in words that were chosen. */
  public static void silent() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
    }
  }

  private static void replaceWith(OutputStreamAppender<ILoggingEvent> appender) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // another binding of SLF4J, configured by whoever chose it
    }
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context.getLogger("dev.tunnelwatch").setLevel(Level.INFO);
    // It warns of every reconnect at five levels of its own; ingest says what matters of it.
    context.getLogger("com.azure").setLevel(Level.ERROR);
    // It warns of every transaction that begins while the one before is being completed.
    context.getLogger("org.apache.kafka.clients.producer.internals.Sender").setLevel(Level.ERROR);
    // It warns of every task, at every assignment, that no other process is there to keep a copy
    // of it: as it should be where there is one process. Nothing else comes from it.
    context
        .getLogger(
            "org.apache.kafka.streams.processor.internals.assignment.DefaultStandbyTaskAssignor")
        .setLevel(Level.ERROR);
  }
}
