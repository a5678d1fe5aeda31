import type { DefaultTheme } from "vitepress"

/** The share of its rank that a symbol of the API keeps: a guide that says as much about the words comes first. */
const api = 0.2

// Set in the page: a function in the configuration would be written into it as text, which the policy lets nothing evaluate.
/** The search of the site: guides first, then the reference of the API. */
export const search: DefaultTheme.Config["search"] = {
  provider: "local",
  options: {
    miniSearch: {
      searchOptions: { boostDocument: (page) => (/\/api\//.test(page) ? api : 1) },
    },
  },
}
