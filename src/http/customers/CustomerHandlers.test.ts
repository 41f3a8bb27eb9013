import { assert, layer } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { Customer } from "../../domain/Customer.ts"
import { Gateway, gatewayLayer } from "../testing/Gateway.ts"
import { asker, storedCustomers } from "../testing/StoredCustomers.ts"
import { panels } from "../testing/MemoryServices.ts"

const stored = gatewayLayer({ customers: storedCustomers }).pipe(Layer.provideMerge(storedCustomers))
const nobody = "99999999-9999-4999-8999-999999999999"

layer(stored, { excludeTestServices: true })("customers over HTTP", (it) => {
  const as = Effect.fnUntraced(function* (username: string, method: string, path: string, body?: unknown) {
    const { ask, logIn } = yield* Gateway
    return yield* ask(method, `/api${path}`, { cookie: yield* logIn(username), body })
  })
  const sita = (method: string, path: string, body?: unknown) => as("sita", method, path, body)
  const customerOf = (answer: { readonly json: unknown; readonly text: string }) => {
    const { customer } = answer.json as { readonly customer?: Customer }
    if (customer === undefined) throw new Error(answer.text)
    return customer
  }
  const messageOf = (answer: { readonly json: unknown }) =>
    (answer.json as { readonly message: string }).message

  it.effect(
    "CU-01, CU-02: a customer is added, found, edited, switched off, given numbers and removed, all under the login's name",
    () =>
      Effect.gen(function* () {
        const added = yield* sita("POST", "/customers", {
          username: "ravi77",
          email: "Ravi@X.co",
          userId: "",
          panelId: panels.main,
          whatsapp: ["+977 980-0000100"],
          telegram: ["123456789"]
        })
        assert.strictEqual(added.status, 200, added.text)
        const customer = customerOf(added)
        assert.deepInclude(customer, {
          username: "ravi77",
          email: "ravi@x.co",
          userId: null,
          panelId: panels.main,
          memo: ""
        })
        assert.deepStrictEqual(
          customer.contacts.map(({ pn, telegramId }) => pn ?? telegramId),
          ["9779800000100@s.whatsapp.net", "123456789"]
        )
        const at = `/customers/${customer.id}`
        const page = (yield* sita("GET", "/customers?search=980&status=active&limit=10")).json as {
          readonly items: ReadonlyArray<Customer>
          readonly counts: object
        }
        assert.deepStrictEqual(page.items, [customer])
        assert.deepStrictEqual(page.counts as unknown, { all: 1, active: 1, disabled: 0, suspended: 0 })

        const edited = yield* sita("PATCH", at, {
          version: 1,
          memo: "pays late",
          email: null,
          isAutoSuspended: false
        })
        assert.deepInclude(customerOf(edited), {
          memo: "pays late",
          email: null,
          isAutoSuspended: false,
          version: 2
        })
        const late = yield* sita("PATCH", at, { version: 1, memo: "x" })
        assert.strictEqual(late.status, 409)
        assert.match(messageOf(late), /Somebody else changed this customer/)

        assert.strictEqual((yield* sita("POST", `${at}/status`, { status: "disabled" })).status, 204)
        assert.strictEqual(customerOf(yield* sita("GET", at)).status, "disabled")

        const two = customerOf(yield* sita("POST", `${at}/contacts`, { whatsapp: "9779800000101" }))
        assert.lengthOf(two.contacts, 3)
        const gone = two.contacts[0]!
        assert.strictEqual((yield* sita("DELETE", `${at}/contacts/${gone.id}`)).status, 204)
        assert.strictEqual((yield* sita("DELETE", `${at}/contacts/${gone.id}`)).status, 404)
        assert.strictEqual((yield* sita("DELETE", at)).status, 204)
        assert.strictEqual((yield* sita("GET", at)).status, 404)

        const log = (yield* sita("GET", "/audit?action=customer&search=ravi77")).json as {
          readonly items: ReadonlyArray<{
            readonly actor: string
            readonly action: string
            readonly after: object
          }>
        }
        assert.deepStrictEqual(
          log.items.map(({ action, actor }) => [actor, action]),
          ["removed", "contact_removed", "contact_added", "disabled", "changed", "added"].map((step) => [
            "sita",
            `customer.${step}`
          ])
        )
        assert.deepStrictEqual(log.items[4]!.after as unknown, {
          memo: "pays late",
          email: null,
          isAutoSuspended: false
        })
      })
  )

  it.effect("CU-02: what is wrong with a body is named with what to do", () =>
    Effect.gen(function* () {
      const complaints: ReadonlyArray<readonly [object, RegExp]> = [
        [{}, /^Wrong in the body: username: /],
        [{ username: "  " }, /username: write the panel username/],
        [{ username: "two words" }, /username: write the panel username without spaces/],
        [{ username: "a\u0000b" }, /username/],
        [{ username: "a\ud800" }, /username/],
        [{ username: "a", email: "nobody" }, /email: write an address such as/],
        [{ username: "a", memo: "x".repeat(2_001) }, /memo: write at most/],
        [{ username: "a", memo: "\u0000" }, /memo/],
        [{ username: "a", language: "english" }, /language: write a code/],
        [{ username: "a", panelId: "1" }, /panelId/],
        [{ username: "a", whatsapp: ["0980"] }, /whatsapp: "0980" is no WhatsApp number/],
        [{ username: "a", whatsapp: ["0980000100"] }, /whatsapp: .*country code/],
        [{ username: "a", telegram: ["@ravi"] }, /telegram: "@ravi" is no Telegram id/]
      ]
      for (const [body, complaint] of complaints) {
        const answer = yield* sita("POST", "/customers", body)
        assert.strictEqual(answer.status, 400, JSON.stringify(body))
        assert.match(messageOf(answer), complaint)
      }
      assert.strictEqual((yield* sita("GET", "/customers?before=forged")).status, 400)
      assert.strictEqual((yield* sita("GET", "/customers?status=odd")).status, 400)
      assert.strictEqual((yield* sita("GET", "/customers?status=&search=%00&before=")).status, 200)
      assert.strictEqual((yield* sita("GET", "/registrations?state=&before=")).status, 200)
      assert.strictEqual((yield* sita("GET", "/customers/1")).status, 400)
      for (const before of ["x", "%00"]) {
        assert.strictEqual(
          (yield* sita("GET", `/registrations?before=${before}`)).status,
          before === "x" ? 400 : 200
        )
        assert.strictEqual((yield* sita("GET", `/audit?before=${before}`)).status, before === "x" ? 400 : 200)
      }
    })
  )

  it.effect("CU-02, CU-06: what cannot be is refused in words", () =>
    Effect.gen(function* () {
      const { id } = customerOf(
        yield* sita("POST", "/customers", { username: "holder", whatsapp: ["9779800000200"] })
      )
      const refusal = (path: string, body: object, method = "POST") =>
        Effect.map(sita(method, path, body), (answer) => {
          assert.strictEqual(answer.status, 409, answer.text)
          return messageOf(answer)
        })
      assert.match(yield* refusal("/customers", { username: "HOLDER" }), /There is a customer HOLDER already/)
      assert.match(
        yield* refusal("/customers", { username: "x", whatsapp: ["9779800000200"] }),
        /^9779800000200 belongs to holder\. Take it/
      )
      assert.match(
        yield* refusal(`/customers/${id}`, { version: 1, panelId: nobody }, "PATCH"),
        /There is no such panel/
      )
      const direct = `/conversations/${asker.conversation}/settings`
      assert.match(yield* refusal(direct, { isSupport: true }, "PUT"), /Only a group/)
      yield* sita("DELETE", `/customers/${id}`)
    })
  )

  it.effect("CU-01, CU-10: chats get their settings, and identities are trusted", () =>
    Effect.gen(function* () {
      const { id } = customerOf(yield* sita("POST", "/customers", { username: "team" }))
      const chat = `/conversations/${asker.group}/settings`
      assert.strictEqual((yield* sita("PUT", chat, { customerId: id, isSupport: true })).status, 204)
      assert.deepStrictEqual(customerOf(yield* sita("GET", `/customers/${id}`)).chats, [
        { id: asker.group, title: "55" }
      ])
      const trusted = yield* sita("PUT", "/admin-chats", {
        telegram: "777000111",
        label: " Sita ",
        getsNotices: true
      })
      const { adminChat } = trusted.json as {
        readonly adminChat: { readonly contactId: string; readonly label: string }
      }
      assert.strictEqual(adminChat.label, "Sita")
      assert.deepStrictEqual((yield* sita("GET", "/admin-chats")).json, { items: [adminChat] })
      assert.strictEqual((yield* sita("DELETE", `/admin-chats/${adminChat.contactId}`)).status, 204)
      for (const body of [
        { label: "x", getsNotices: true },
        { label: " ", getsNotices: true, telegram: "777000111" },
        { label: "x", getsNotices: true, telegram: "777000111", whatsapp: "9779800000200" }
      ]) {
        assert.strictEqual((yield* sita("PUT", "/admin-chats", body)).status, 400)
      }
      assert.deepStrictEqual((yield* sita("GET", "/customers/silenced")).json, { items: [] })
      assert.strictEqual((yield* sita("POST", `/contacts/${asker.contact}/release`)).status, 204)
      // What the list gives for everybody who is not registered.
      const everybody = "00000000-0000-0000-0000-000000000000"
      assert.strictEqual((yield* sita("POST", `/contacts/${everybody}/release`)).status, 204)
    })
  )

  it.effect("SE-01, AC-02: nobody else gets there", () =>
    Effect.gen(function* () {
      const { ask } = yield* Gateway
      const { contacts, id } = customerOf(
        yield* sita("POST", "/customers", { username: "mine", whatsapp: ["9779800000300"] })
      )
      const at = `/customers/${id}`
      const endpoints: ReadonlyArray<readonly [method: string, path: string, body?: unknown]> = [
        ["GET", "/customers"],
        ["POST", "/customers", { username: "theirs" }],
        ["GET", "/customers/silenced"],
        ["GET", "/customers/export"],
        ["POST", "/customers/import", { csv: "username\nimported", isDry: false }],
        ["GET", "/registrations"],
        ["GET", "/admin-chats"],
        ["PUT", "/admin-chats", { whatsapp: "9779800000400", label: "x", getsNotices: false }],
        ["GET", "/audit"],
        ["GET", at],
        ["PATCH", at, { version: 1, memo: "x" }],
        ["POST", `${at}/status`, { status: "disabled" }],
        ["POST", `${at}/contacts`, { whatsapp: "9779800000400" }],
        ["DELETE", `${at}/contacts/${contacts[0]!.id}`],
        ["POST", `/contacts/${contacts[0]!.id}/release`],
        ["DELETE", `/admin-chats/${contacts[0]!.id}`],
        ["PUT", `/conversations/${asker.group}/settings`, { isSupport: true }],
        ["POST", `/registrations/${nobody}/approve`],
        ["POST", `/registrations/${nobody}/reject`],
        ["DELETE", at]
      ]
      for (const [method, path, body] of endpoints) {
        const name = `${method} ${path}`
        assert.strictEqual((yield* ask(method, `/api${path}`, { body })).status, 401, name)
        assert.strictEqual((yield* as("boss", method, path, body)).status, 403, name)
        const theirs = yield* as("hari", method, path, body)
        assert.strictEqual(theirs.status, /[0-9a-f]{12}/.test(path) ? 404 : 200, `${name} ${theirs.text}`)
        assert.notInclude(theirs.text, "mine", name)
      }
      assert.strictEqual(customerOf(yield* sita("GET", at)).version, 1)
    })
  )
})
