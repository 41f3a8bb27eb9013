import { Effect, Redacted } from "effect"
import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { DatabaseUrl } from "../../src/adapters/postgres/Database.ts"
import { AuditLog } from "../../src/ports/AuditLog.ts"
import { openStorage, smallTenant, type SmallTenant, type TestStorage } from "../contracts/TestStorage.ts"

describe("the commands of the console", () => {
  let storage: TestStorage
  let tenant: SmallTenant
  let url: string
  const dataDir = mkdtempSync(join(tmpdir(), "relaydesk-commands-"))
  beforeAll(async () => {
    storage = await openStorage(1)
    url = Redacted.value(await storage.run(DatabaseUrl))
    tenant = await storage.run(smallTenant())
    for (let n = 0; n < 5; n++) {
      await storage.run(
        Effect.flatMap(AuditLog, (log) =>
          log.write(tenant.tenantId, {
            actor: "sita",
            action: "customer.added",
            subjectKind: "customer",
            subjectId: `${n}`,
            subject: "ravi"
          })
        )
      )
    }
  })
  afterAll(async () => {
    await storage.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const run = (command: string, ...flags: ReadonlyArray<string>) =>
    new Promise<{ readonly code: number; readonly out: string }>((resolve) => {
      execFile(
        process.execPath,
        [`src/commands/${command}.ts`, ...flags],
        { env: { ...process.env, DATABASE_URL: url, DATA_DIR: dataDir, MASTER_KEY: "" } },
        (error, out, err) =>
          resolve({ code: typeof error?.code === "number" ? error.code : 0, out: out + err })
      )
    })

  it("SE-06: verify-audit says that all is whole, or which entry is the first that is not, with exit code 1", async () => {
    const whole = await run("verifyAudit")
    expect(whole.out).toMatch(/^whole {3}Small: 5 entries, 1–5, ends with [0-9a-f]{64}$/m)
    expect(whole.code).toBe(0)
    await storage.query("alter table audit_entry disable trigger audit_entry_kept")
    const [changed] = await storage.query<{ id: string }>(
      "update audit_entry set actor = 'hari' where subject_id = '2' returning id"
    )
    await storage.query("alter table audit_entry enable trigger audit_entry_kept")
    const broken = await run("verifyAudit")
    expect(broken.out).toContain(
      `BROKEN  Small: entry 3 (${changed!.id}) was changed; 2 before it are as written`
    )
    expect(broken.code).toBe(1)
  }, 180_000)

  it("SE-02: rotate-keys says what no key opens, and refuses to retire what is still needed", async () => {
    // The secrets were sealed by a process with another key: as if it were lost.
    const lost = await run("rotateKeys", "--status")
    expect(lost.out).toMatch(/panel\.secret: 1 with key [0-9a-f]{8} \(missing\)/)
    const rotated = await run("rotateKeys")
    expect(rotated.out).toMatch(/Done: 0 values .* 2 unreadable, 2 left with older keys/)
    expect(rotated.code).toBe(1)
    expect(readFileSync(join(dataDir, "master.key"), "utf8").trim().split("\n")).toHaveLength(2)
    const refused = await run("rotateKeys", "--retire")
    expect(refused.out).toMatch(/the old keys stay: values still need them: 1 of channel\.secret/)
    expect(refused.code).toBe(1)
    expect((await run("rotateKeys", "--nonsense")).code).toBe(2)
  }, 180_000)
})
