// Adds the packages of other platforms that npm left out of package-lock.json: a registry that does not carry them makes
// `npm install` drop them and `npm ci` then refuse the lock. Run it after every change of the dependencies.
import { readFileSync, writeFileSync } from "node:fs"

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"))
const { packages } = lock

const systems = ["darwin", "linux", "win32", "freebsd", "android", "openharmony"]
const processors = ["arm64", "x64", "arm", "ia32", "riscv64", "ppc64", "s390x", "wasm32"]

/** Where `name` is found from the package at `path`, as Node looks for it. */
const isLocked = (path, name) => {
  for (let at = path; ;) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`] !== undefined) return true
    if (at === "") return false
    const end = at.lastIndexOf("/node_modules/")
    at = end < 0 ? "" : at.slice(0, end)
  }
}

let added = 0
for (const [path, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(path, name)) continue
    const words = name.split(/[/-]/)
    const cpu = words.find((word) => processors.includes(word))
    const os = words.find((word) => systems.includes(word))
    const libc = words.some((word) => word.startsWith("musl"))
      ? "musl"
      : words.some((word) => word.startsWith("gnu"))
        ? "glibc"
        : undefined
    if (cpu === undefined || !/^\d/.test(version))
      throw new Error(`${name}@${version}: cannot tell the platform`)
    packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(dev === true ? { dev } : {}),
      ...(libc === undefined || os !== "linux" ? {} : { libc: [libc] }),
      optional: true,
      ...(os === undefined ? {} : { os: [os] })
    }
    added += 1
  }
}
lock.packages = Object.fromEntries(
  Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
)
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages of other platforms added`)
