import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Gate, openGate, password } from "./Gate.ts"

const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'"
].join("; ")

describe("SE-04: what every answer carries", () => {
  let gate: Gate
  let secure: Gate
  beforeAll(async () => {
    gate = await openGate({ workspaces: 1 })
    secure = await openGate({ workspaces: 1, config: { PUBLIC_URL: "https://desk.example" } })
  }, 360_000)
  afterAll(() => Promise.all([gate?.close(), secure?.close()]))

  it("is the same set of headers for pages, files, data, refusals and what is not there", async () => {
    for (const [method, path] of [
      ["GET", "/"],
      ["GET", "/inbox"],
      ["GET", "/docs"],
      ["GET", "/api/me"],
      ["GET", "/api/openapi.json"],
      ["POST", "/api/login"],
      ["DELETE", "/api/nothing"],
      ["GET", "/health"],
      ["GET", "/assets/none.js"],
      ["GET", "/%"],
      ["OPTIONS", "/api/login"]
    ] as const) {
      const { headers } = await gate.ask(method, path)
      expect(headers["content-security-policy"], path).toBe(policy)
      expect(headers, path).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=()"
      })
      for (const name of [
        "x-powered-by",
        "server",
        "access-control-allow-origin",
        "strict-transport-security"
      ]) {
        expect(headers[name], `${path} ${name}`).toBeUndefined()
      }
      expect(headers["cache-control"], path).toBe(
        path.startsWith("/api/") ? "no-store" : headers["cache-control"]
      )
    }
  })

  it("has pages without a script, a style or a handler in them, and nothing from elsewhere", async () => {
    for (const path of ["/", "/docs"]) {
      const { text } = await gate.ask("GET", path, { headers: { accept: "text/html" } })
      expect(text).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=|javascript:/i)
      expect(text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    }
  })

  it("asks for https for a year where the address is https, and only there", async () => {
    const { headers } = await secure.ask("GET", "/")
    expect(headers["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains")
  })

  it("has a session in a cookie that no script reads, no other site sends, and under https no other host sets", async () => {
    const logIn = (of: Gate, origin: string) =>
      of.ask("POST", "/api/login", {
        origin,
        body: JSON.stringify({ username: of.workspaces[0]!.owner, password })
      })
    const plain = await logIn(gate, `http://127.0.0.1:${gate.port}`)
    expect(plain.headers["set-cookie"]?.[0]).toMatch(
      /^relaydesk=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/
    )
    const safe = await logIn(secure, "https://desk.example")
    expect(safe.status).toBe(200)
    const cookie = safe.headers["set-cookie"]?.[0] ?? ""
    expect(cookie).toMatch(
      /^__Host-relaydesk=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Strict$/
    )
    expect(cookie).not.toContain("Domain")
    const token = cookie.split(";", 1)[0]!
    expect((await secure.ask("GET", "/api/me", { cookie: token })).status).toBe(200)
    // A cookie that another host of the domain could have set is not taken for ours.
    const lookalike = token.replace("__Host-", "")
    expect((await secure.ask("GET", "/api/me", { cookie: lookalike })).status).toBe(401)
    expect((await logIn(secure, "http://desk.example")).status).toBe(403)
  })

  it("tells nothing of an error but a sentence and a reference", async () => {
    const cookie = await gate.session(gate.workspaces[0]!.owner)
    await gate.query("alter table bulk rename column username to username_gone")
    const { status, text } = await gate.ask("GET", "/api/bulks", { cookie })
    await gate.query("alter table bulk rename column username_gone to username")
    expect(status).toBe(500)
    expect(JSON.parse(text)).toEqual({
      _tag: "InternalError",
      message: "Something went wrong on our side. Try again; if it stays, tell us the reference.",
      reference: expect.stringMatching(/^[0-9a-f]{10}$/)
    })
  })
})
