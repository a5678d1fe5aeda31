/** Returns whether `pami serve` serves this page: it marks the page, so that no other host is asked for models. */
export function isServed(): boolean {
  return document.querySelector('meta[name="pami-server"]') !== null
}
