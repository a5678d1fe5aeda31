export { default } from "@pami/browser-tests/config"
