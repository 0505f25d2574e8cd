/**
 * Reads the bytes of hub events and archive lines, and writes the JSON that modules share. A walk
 * through it, in the order of a record:
 *
 * <ol>
 *   <li>Bodies: {@link BodyReader} reads one to its end. {@code PlainBody} takes what is as it
 *       should be; for all else {@link BodySplitter} cuts it into an {@link Element} each, with
 *       {@code BodySplit}, {@code ObjectReader} and, where something is broken, {@code Damage}.
 *   <li>Records: {@link RecordReader} tells what one is. {@code FlatScan} reads nearly all of them
 *       by their bytes ({@code FlatShape}: as the one before), {@code RecordScan} the others by
 *       Jackson's tokens inside the bounds of {@code StrictJson}. {@code Heading} tells whose it
 *       is, {@code Privacy} and {@code Masking} take out what is somebody's.
 *   <li>Lines: {@code GatewayLines}, {@code TunnelLines}, {@code RouteLines}, {@code IkeLines} and
 *       {@code P2sLines} read what a {@code Line} says, each a category. Words are found by a
 *       {@code Vocabulary}, what is denied is left out by {@code Claims}, reasons are told by
 *       {@code StatedReasons} and codes by {@code IkeErrors}: <em>a new wording or code goes
 *       there</em>.
 *   <li>Routine: {@code RoutineScan} reads a routine IKE line without making any text; {@code
 *       MessageTemplates} knows most of them again.
 *   <li>How well a record was understood: {@link Classification}, {@link Standing}, {@link
 *       LineShape}.
 * </ol>
 *
 * <p>Beside that walk: codecs, one for each value that two modules share ({@code …Json}), on {@code
 * JsonReader} and {@code JsonWriter}; and inventories as Azure's command line prints them ({@code
 * AzureInventoryReader}, {@code AzureNode}, {@code …Shapes}).
 */
@NullMarked
package dev.tunnelwatch.records;

import org.jspecify.annotations.NullMarked;
