import { Effect } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { quietLibsignal } from "../../simulators/whatsapp/QuietLibsignal.ts"
import { codeIn, makeLinking, notRegistered, words } from "./Linking.ts"
import { networks } from "./Newcomers.ts"
import { findSecrets, troubles } from "./Secrets.ts"
import { openStage, type Stage } from "./Stage.ts"

quietLibsignal()

describe("accounts that are proven by a code", () => {
  let stage: Stage
  let at: ReturnType<typeof makeLinking>
  beforeAll(async () => {
    stage = await openStage({ requestsPerSecond: 500 })
    at = makeLinking(stage)
  })
  afterAll(() => stage.close())

  describe.each(networks)("on %s", (network) => {
    it("CU-05: with `proof` the code from the chat in a ticket of that account links and tells, without another message", async () => {
      await at.rules({ registration: "proof" })
      const person = await at.prompted(network)
      const username = at.addUser()
      const asked = await person.ask(username)
      expect(asked).toMatch(
        /^To show that shop\.\d+ is yours, please open a support ticket on the panel with this code: RD-[A-Z0-9]{8}\nThe code is valid for 24 hours\./
      )
      const other = at.addUser()
      stage.panel.addTicket(other, "Code", `<p>${codeIn(asked)}</p>`)
      const ticket = stage.panel.addTicket(username, "Hello", "I need help")
      ticket.messages.push({
        id: 2,
        author: "support",
        isStaff: true,
        message: codeIn(asked),
        created: ticket.created
      })
      const looks = () =>
        stage.panel.requests.filter(({ path }) => path.includes(`/tickets/${ticket.id}`)).length
      const seen = looks()
      await stage.until("two looks at the ticket", Effect.sync(looks), (count) => count >= seen + 2)
      expect(await person.say(`${at.addOrder(username)} cancel`)).toMatchObject({ stage: "ignored" })
      expect(await at.customer(username)).toBeUndefined()
      stage.panel.addTicket(username, "My code", `<p>Here it is: <b>${codeIn(asked).toLowerCase()}</b></p>`)
      await person.hears(words.linked(username))
      await at.works(person, username)
      expect(await at.customer(username)).toMatchObject({ contacts: [{ linkedBy: "ticket" }] })
    })
  })

  it("CU-05: a code that is not seen in time ends the registration, which is told once", async () => {
    await at.rules({ registration: "proof", proofHours: 1 })
    const person = await at.prompted()
    const username = at.addUser()
    const asked = await person.ask(username)
    await stage.query(
      "update registration set asked_at = asked_at - interval '2 hours', expires_at = expires_at - interval '2 hours' where username = $1",
      [username]
    )
    await person.hears(words.expired(username))
    stage.panel.addTicket(username, "Late", codeIn(asked))
    const again = await person.ask(username)
    expect(codeIn(again)).not.toBe(codeIn(asked))
    stage.panel.addTicket(username, "In time", codeIn(again))
    await person.hears(words.linked(username))
    expect(person.heard()).toEqual([
      notRegistered,
      asked,
      words.expired(username),
      again,
      words.linked(username)
    ])
  })

  it("CU-05: a new code is seen soon, however many others wait for theirs", async () => {
    await at.rules({ registration: "proof" })
    await stage.query(
      `with people as (
         insert into contact (id, tenant_id, pn, created_at)
         select gen_random_uuid(), $1, '97798299' || (10000 + n) || '@s.whatsapp.net', now()
         from generate_series(1, 300) n returning id)
       insert into registration (id, tenant_id, contact_id, panel_id, username, proof, code_hash, state, asked_at, expires_at)
       select gen_random_uuid(), $1, id, $2, 'idle.' || id, 'ticket', 'none', 'waiting', now() - interval '1 hour',
         now() + interval '20 hours'
       from people`,
      [stage.tenantId, stage.panelId]
    )
    const person = await at.prompted()
    const username = at.addUser()
    stage.panel.addTicket(username, "Code", codeIn(await person.ask(username)))
    await person.hears(words.linked(username))
    await stage.query("delete from registration where username like 'idle.%'")
  })

  it("PR-03, SE-02, SE-07: nothing that was stored, shown or logged names a secret", async () => {
    expect(await findSecrets(stage)).toEqual([])
    expect(troubles(stage)).toEqual([])
  })
})
