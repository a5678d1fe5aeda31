export { findProgram } from "./find-program.ts"
export { installPackage } from "./install-package.ts"
