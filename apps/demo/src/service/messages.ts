/** The message of a page to the service worker of a later version: to take the place of the one in use. */
export const takeOver = "take-over"

/** The message of a page to its service worker: to keep the code of the whole site, for visits without a network. */
export const keepSite = "keep-site"
