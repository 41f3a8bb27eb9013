import { execFile } from "node:child_process"
import { describe, expect, it } from "vitest"

const smoke = () =>
  new Promise<{ readonly code: number; readonly said: string }>((resolve) => {
    const args = [`${import.meta.dirname}/run.ts`, "--smoke", "--lanes", "2"]
    execFile(process.execPath, args, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, said: `${stdout}${stderr}` })
    )
  })

describe("a gateway that is killed, cut off and left alone", () => {
  it("RT-02, DI-03, CH-12: loses nothing and sends nothing twice", async () => {
    const { code, said } = await smoke()
    expect(code, said).toBe(0)
  }, 1_260_000)
})
