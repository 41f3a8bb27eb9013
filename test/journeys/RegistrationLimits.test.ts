import { Effect } from "effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { makeLinking, words } from "./Linking.ts"
import { conductAgo } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("how often somebody may try usernames", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    at = makeLinking(stage)
  })
  afterAll(() => stage.close())

  beforeEach(() => conductAgo(stage, "3 days"))

  it("CU-08, CU-09: the sixth attempt in an hour is told of the wait, then there is silence, also after a restart; after the wait it goes on", async () => {
    await at.rules({ registration: "trust" })
    const people = [await at.prompted(), await at.prompted("telegram")]
    const tooMany = "Too many attempts. Please try again later."
    for (const person of people) {
      for (let n = 1; n <= 5; n += 1) expect(await person.ask(`guess.${n}`)).toBe(words.unknown(`guess.${n}`))
      expect(await person.ask("guess.6")).toBe(tooMany)
      expect(await person.say(at.addUser())).toMatchObject({
        stage: "ignored",
        note: "Too many usernames tried, and told so"
      })
    }
    await stage.restart()
    const username = at.addUser()
    for (const person of people) {
      expect(await person.say(username)).toMatchObject({ note: "Too many usernames tried, and told so" })
      expect(person.heard().filter((answer) => answer === tooMany)).toHaveLength(1)
    }
    await conductAgo(stage, "61 minutes")
    expect(await people[0]!.ask(username)).toBe(words.linked(username))
    await at.works(people[0]!, username)
  })

  it("CU-08, CU-09: many numbers together are stopped, the panel is asked no more, each is told once, and the owner hears of it", async () => {
    await at.rules({ registration: "trust", lookupsPerHour: 3 })
    const people = [
      await at.prompted(),
      await at.prompted("telegram"),
      await at.prompted(),
      await at.prompted()
    ]
    const lookups = () => stage.panel.requests.filter(({ path }) => path.endsWith("/users")).length
    for (const person of people.slice(0, 3))
      expect(await person.ask("guess.me")).toBe(words.unknown("guess.me"))
    const asked = lookups()
    const late = people[3]!
    expect(await late.ask("guess.me")).toBe("Too many attempts. Please try again later.")
    expect(await late.say("guess.me2")).toMatchObject({ stage: "ignored" })
    expect(await people[0]!.ask("guess.me2")).toBe("Too many attempts. Please try again later.")
    expect(await people[0]!.say("guess.me3")).toMatchObject({ stage: "ignored" })
    expect(lookups()).toBe(asked)
    await stage.until(
      "the owner's alert",
      Effect.promise(() =>
        stage.query("select 1 from log_line where text like 'Many numbers are trying usernames%'")
      ),
      (lines) => lines.length === 1
    )
    await conductAgo(stage, "16 minutes")
    await at.rules({ registration: "trust" })
    const username = at.addUser()
    expect(await late.ask(username)).toBe(words.linked(username))
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
