// The fonts of the system: the theme's own are 300 KB.
import theme from "vitepress/theme-without-fonts"
import "./site.css"

export default theme
