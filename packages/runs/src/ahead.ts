/**
 * Yields each item with the work that was started on it while the one before was in use. A failure of the work is met when
 * its turn comes.
 *
 * @param start the work on an item, such as reading or decoding it
 */
export async function* ahead<Item, Started>(
  items: AsyncIterable<Item> | Iterable<Item>,
  start: (item: Item) => Promise<Started>,
): AsyncGenerator<{ readonly item: Item; readonly started: Promise<Started> }, void, undefined> {
  let waiting: { readonly item: Item; readonly started: Promise<Started> } | undefined
  for await (const item of items) {
    const started = start(item)
    started.catch(() => {})
    if (waiting !== undefined) yield waiting
    waiting = { item, started }
  }
  if (waiting !== undefined) yield waiting
}
