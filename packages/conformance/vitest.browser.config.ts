export { default } from "../../tools/browser/src/vitest.browser.ts"
