/** Whether a message is what browsers and runtimes say where an array buffer or the heap of WebAssembly does not fit. */
export function isExhaustion(message: string): boolean {
  return /allocation failed|fail\w* to allocate|cannot allocate|memory allocation|out of memory|no memory|memory (access|runs out)|bad_alloc|\bgrow\b/i.test(
    message,
  )
}
