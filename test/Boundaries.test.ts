import { execFileSync } from "node:child_process"
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
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

const outward =
  /^import (?!type\b)[^"]*?from "((?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/\w+)?|undici|axios|got|ky|node-fetch|ws|ioredis|nodemailer|grammy)"|import\("((?:node:)?(?:https?|http2|net|tls|dgram|dns)|undici|axios|ws)"\)|(globalThis\.fetch|\bFetchHttpClient\b|\bNodeHttpClient\b|\bNodeSocket\b|\bmakeWASocket\b)/gm

/** What of each file could open a connection, apart from types. */
const connecting = (files: ReadonlyArray<string>) =>
  Object.fromEntries(
    files.toSorted().flatMap((file) => {
      const source = readFileSync(file, "utf8").replace(/\bimport \{ type [^,}]+ \} from "[^"]+"/g, "")
      const found = [...source.matchAll(outward)].map(([, fixed, dynamic, name]) => fixed ?? dynamic ?? name!)
      return found.length === 0 ? [] : [[file, [...new Set(found)].toSorted()]]
    })
  )

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
  ["src/actors/Planted.ts", "node:http"],
  ["src/actors/Planted.ts", "node:net"],
  ["src/actors/Planted.ts", "axios"],
  ["src/adapters/panels/Planted.ts", "undici"],
  ["src/adapters/panels/Planted.ts", "axios"],
  ["src/adapters/panels/Planted.ts", "node:https"],
  ["src/http/Planted.ts", "node:https"],
  ["src/Planted.ts", "node:tls"],
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

  it.each(["src/actors/Planted.ts", "src/adapters/panels/Planted.ts", "src/http/Planted.ts"])(
    "SE-03: a planted fetch in %s is refused",
    (file) => {
      expect(complaintsAbout(file, 'export const use = () => fetch("https://a.example")\n')).toContain(
        "no-restricted-globals"
      )
      expect(complaintsAbout(file, 'export const use = new WebSocket("wss://a.example")\n')).toContain(
        "no-restricted-globals"
      )
    }
  )

  it("SE-03: these files and no others can open a connection", () => {
    expect(
      connecting(globSync("src/**/*.ts").filter((file) => !/\.test\.ts$|\/testing\//.test(file)))
    ).toEqual({
      "src/adapters/cluster/Cluster.ts": ["node:net"],
      "src/adapters/cluster/DeadRunners.ts": ["node:net"],
      "src/adapters/egress/EgressWorld.ts": ["node:http"],
      "src/adapters/egress/GuardedConnector.ts": ["node:dns", "node:net", "undici"],
      "src/adapters/egress/UndiciEgress.ts": ["undici"],
      "src/adapters/mail/SmtpMail.ts": ["nodemailer"],
      "src/adapters/observability/Tracing.ts": ["NodeHttpClient"],
      "src/adapters/postgres/EmbeddedPostgresServer.ts": ["node:net"],
      "src/adapters/redis/RedisLink.ts": ["ioredis"],
      "src/adapters/relay/RedisWay.ts": ["ioredis"],
      "src/adapters/telegram/Failures.ts": ["grammy"],
      "src/adapters/telegram/Hearing.ts": ["grammy"],
      "src/adapters/telegram/MediaDownload.ts": ["grammy"],
      "src/adapters/telegram/MediaFiles.ts": ["grammy"],
      "src/adapters/telegram/MediaSending.ts": ["grammy"],
      "src/adapters/telegram/TelegramTransport.ts": ["grammy"],
      "src/adapters/whatsapp/Session.ts": ["makeWASocket"],
      "src/http/LiveSocket.ts": ["ws"],
      "src/http/NodeServer.ts": ["node:http"]
    })
  })

  it.each([
    'import { request } from "node:http"',
    'import * as Net from "net"',
    'const { request } = await import("node:https")',
    "const answer = globalThis.fetch(url)",
    'import { FetchHttpClient } from "effect/http"',
    'import * as Client from "@effect/platform-node/NodeHttpClient"'
  ])("SE-03: the search for them finds %s, and no import of types", (line) => {
    const file = join(house, "Planted.ts")
    writeFileSync(file, `import type { Socket } from "node:net"\n${line}\n`)
    expect(connecting([file])[file]).toHaveLength(1)
  })

  it("what the plan allows is not refused", () => {
    const source = 'import * as fine from "../ports/Panels.ts"\nexport const use = fine\n'
    expect(complaintsAbout("src/actors/Planted.ts", source)).toBe("")
  })
})
