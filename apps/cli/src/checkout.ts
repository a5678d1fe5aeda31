// `npm run pami` starts in the folder of package.json; files are meant from where the person is.
if (process.env["INIT_CWD"] !== undefined) process.chdir(process.env["INIT_CWD"])

await import("./main.ts")
