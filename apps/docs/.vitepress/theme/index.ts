// The fonts of the system: the theme's own are 300 KB.
import type { Theme } from "vitepress"
import theme from "vitepress/theme-without-fonts"
import { search } from "./rank-search.ts"
import "./site.css"

export default {
  extends: theme,
  enhanceApp({ siteData }) {
    siteData.value.themeConfig.search = search
  },
} satisfies Theme
