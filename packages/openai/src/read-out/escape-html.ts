const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

/** Returns a text as HTML, for elements and for attributes in quotes. Characters that HTML has none for become U+FFFD. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (character) => entities[character])
    .replaceAll(/[^\P{Cc}\n\r\t]/gu, "\uFFFD")
}
