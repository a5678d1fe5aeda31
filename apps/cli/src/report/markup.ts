/** Text of HTML: everything in it that came from outside is escaped. */
export interface Html {
  readonly html: string
}

/** Returns the HTML of a template. Texts and numbers are escaped; HTML and lists of HTML are inserted as they are. */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[] | undefined)[]
): Html {
  return { html: strings.map((text, index) => text + insert(values[index])).join("") }
}

function insert(value: string | number | Html | readonly Html[] | undefined): string {
  if (value === undefined) return ""
  if (typeof value === "number") return String(value)
  if (typeof value === "string") return escapeHtml(value)
  if ("html" in value) return value.html
  return value.map((one) => one.html).join("")
}

/** Returns HTML that this program wrote itself. */
export function trusted(text: string): Html {
  return { html: text }
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Returns a text with all characters escaped that HTML reads, in text and in quoted attributes. */
export function escapeHtml(text: string): string {
  // HTML replaces control characters and halves of characters; marks that turn the direction of text stay within it.
  return text
    .replace(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")
    .replace(/[&<>"']/g, (one) => entities[one])
}

/** Returns a value as the JSON in a script element, which no text in it can close. */
export function scriptJson(value: unknown): Html {
  return {
    html: JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
  }
}
