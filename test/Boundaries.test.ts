import { execFileSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"

const house = mkdtempSync(join(tmpdir(), "relaydesk-house-"))
copyFileSync(".oxlintrc.json", join(house, ".oxlintrc.json"))
afterAll(() => rmSync(house, { recursive: true, force: true }))

/** Lints one planted file in an otherwise empty house; empty = nothing to say. */
const complaintsAbout = (file: string, source: string): string => {
  const path = join(house, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, source)
  try {
    execFileSync(join(process.cwd(), "node_modules/.bin/oxlint"), [file], { cwd: house, encoding: "utf8" })
    return ""
  } catch (error) {
    return String((error as { stdout: unknown }).stdout)
  } finally {
    rmSync(path)
  }
}

const planted = [
  ["src/domain/Planted.ts", "../ports/Panels.ts"],
  ["src/domain/parsing/Planted.ts", "../../ports/Panels.ts"],
  ["src/domain/Planted.ts", "node:fs/promises"],
  ["src/domain/Planted.ts", "ws"],
  ["src/ports/Planted.ts", "../actors/orders/OrderActor.ts"],
  ["src/ports/Planted.ts", "../adapters/postgres/Database.ts"],
  ["src/actors/Planted.ts", "../adapters/postgres/Database.ts"],
  ["src/actors/orders/Planted.ts", "../../adapters/postgres/Database.ts"],
  ["src/actors/Planted.ts", "../http/LiveHub.ts"],
  ["src/actors/Planted.ts", "grammy"],
  ["src/adapters/panels/Planted.ts", "../../actors/orders/OrderActor.ts"],
  ["src/adapters/panels/Planted.ts", "undici"],
  ["src/http/Planted.ts", "../adapters/postgres/Database.ts"],
  ["src/http/Planted.ts", "undici"],
  ["src/Planted.ts", "../simulators/Scene.ts"],
  ["client/src/Planted.ts", "../../src/ports/Panels.ts"],
  ["client/src/Planted.ts", "../../src/actors/orders/OrderActor.ts"]
] as const

describe("imports run one way", () => {
  it.each(planted)("a planted import in %s of %s is refused", (file, target) => {
    const complaint = complaintsAbout(
      file,
      `import * as planted from "${target}"\nexport const use = planted\n`
    )
    expect(complaint).toContain("no-restricted-imports")
  })

  it("SE-03: a planted fetch outside adapters/egress is refused", () => {
    const complaint = complaintsAbout(
      "src/actors/Planted.ts",
      'export const use = () => fetch("https://a.example")\n'
    )
    expect(complaint).toContain("no-restricted-globals")
  })

  it("what the plan allows is not refused", () => {
    const source = 'import * as fine from "../ports/Panels.ts"\nexport const use = fine\n'
    expect(complaintsAbout("src/actors/Planted.ts", source)).toBe("")
  })
})
