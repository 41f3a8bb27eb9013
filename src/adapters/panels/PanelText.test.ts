import { assert, describe, it } from "@effect/vitest"
import { Option, Result } from "effect"
import { OrderId, PanelId } from "../../domain/Ids.ts"
import { cleanBaseUrl } from "../../domain/BaseUrl.ts"
import { looseText } from "./Loose.ts"
import { requestResults } from "./RequestAnswer.ts"
import { readAnswer } from "./kinds/perfect/Envelope.ts"
import { lacksDelivery, orderRow, orderRows, toOrder } from "./kinds/perfect/OrderRow.ts"
import { normalizeProvider } from "./ProviderName.ts"
import { safePanelText } from "./SafePanelText.ts"

describe("cleanBaseUrl", () => {
  it.each([
    ["mypanel.com", "https://mypanel.com"],
    ["  HTTPS://MyPanel.com/  ", "https://mypanel.com"],
    ["http://mypanel.com", "http://mypanel.com"],
    ["https://mypanel.com/adminapi/v2", "https://mypanel.com"],
    ["https://mypanel.com//adminapi//v2/", "https://mypanel.com"],
    ["https://mypanel.com/admin/adminapi/v2/orders?limit=1#x", "https://mypanel.com"],
    ["https://mypanel.com/admin/orders", "https://mypanel.com"],
    ["https://mypanel.com/api/v2", "https://mypanel.com"],
    ["https:///mypanel.com", "https://mypanel.com"],
    ["//mypanel.com", "https://mypanel.com"],
    ["<https://mypanel.com>", "https://mypanel.com"],
    ["mypanel.com.", "https://mypanel.com"],
    ["mypanel.com:8443/adminapi/v2/", "https://mypanel.com:8443"],
    ["https://host.com/shop//panel/", "https://host.com/shop/panel"],
    ["https://bücher.example", "https://xn--bcher-kva.example"]
  ])("makes of %s %s, and leaves that as it is", (pasted, base) => {
    assert.strictEqual(Result.getOrThrow(cleanBaseUrl(pasted)), base)
    assert.strictEqual(Result.getOrThrow(cleanBaseUrl(base)), base)
  })

  it.each([
    "",
    "   ",
    "my panel.com",
    "ftp://mypanel.com",
    "javascript:alert(1)",
    "https://u:p@mypanel.com",
    "http://"
  ])("refuses %j", (pasted) => assert.isTrue(Result.isFailure(cleanBaseUrl(pasted))))
})

describe("normalizeProvider", () => {
  it("knows one provider under all its spellings", () => {
    for (const name of ["boostmint.example", " BoostMint.example ", "https://www.boostmint.example/api/v2"]) {
      assert.strictEqual(normalizeProvider(name), "boostmint.example")
    }
    assert.strictEqual(normalizeProvider("Smm  Gen"), "smm gen")
  })

  it("takes the words for nobody as a manual service", () => {
    for (const name of ["", " ", "N/A", "n/a", "0", "none", "Manual", "-", "null"]) {
      assert.isNull(normalizeProvider(name))
    }
  })
})

describe("safePanelText", () => {
  it("hides addresses, domains, keys and markup", () => {
    const text =
      "<b>Error</b> from provider.example at https://x.example/api?key=1 (10.0.0.1), key 0123456789abcdef0123456789"
    const safe = safePanelText(text)
    assert.notMatch(safe, /provider\.example|x\.example|10\.0\.0\.1|0123456789|<b>/)
    assert.include(safe, "Error")
    assert.strictEqual(safePanelText("Page not found."), "Page not found.")
    assert.isAtMost(safePanelText("word ".repeat(500)).length, 200)
  })

  it("DI-04: leaves nothing that the database would refuse, so that a failed attempt can be written down", () => {
    const cut = `${"x ".repeat(99)}.😀`
    for (const text of [cut, "no\0 \u0007way", "half \ud83d"]) {
      const safe = safePanelText(text)
      assert.isTrue(safe.isWellFormed())
      assert.notMatch(safe, /\p{Cc}/u)
    }
    assert.strictEqual(safePanelText("no\0 \u0007way"), "no way")
    assert.strictEqual(looseText(" 7\0\ud83d "), "7\ufffd")
  })

  it.each(["<", "-a", "a.", "/\n", "0123456789-"])("takes no longer for a megabyte of %j", (piece) => {
    const text = piece.repeat(1_000_000 / piece.length)
    // Read whole, each of them is minutes of work.
    assert.isAtMost(safePanelText(text).length, 200)
    assert.isAtMost((normalizeProvider(`///${text}`) ?? "").length, 300)
  })
})

describe("an order's row", () => {
  const order = (fields: Record<string, unknown>) =>
    toOrder(Option.getOrThrow(orderRow(fields)), PanelId.make("p"), (name) => `mark of ${name}`)

  it("is understood field by field", () => {
    const messy = {
      id: "0042",
      user: 77,
      status: "In progress",
      service_id: 5,
      external_id: 9_000_000_001,
      provider: { name: "x" },
      quantity: "1000",
      start_count: "",
      remains: "many",
      charge: { value: "0.5", currency_code: "USD" },
      link: null,
      created: "2026-11-20 10:00:00",
      last_update_timestamp: "1790000000",
      actions: { refill: "1", request_cancel: 0 }
    }
    assert.deepStrictEqual(order(messy), {
      id: OrderId.make("42"),
      panelId: PanelId.make("p"),
      username: "77",
      status: "in_progress",
      serviceId: "5",
      serviceName: null,
      externalId: "9000000001",
      providerMark: null,
      link: null,
      quantity: 1000,
      startCount: null,
      remains: null,
      createdAt: Date.UTC(2026, 10, 20, 10),
      updatedAt: 1_790_000_000_000,
      isRefillOffered: true,
      isCancelOffered: false
    })
    assert.deepStrictEqual(order({ id: 1, provider: "X.example" }).providerMark, "mark of x.example")
    assert.isNull(order({ id: 1, actions: [] }).isCancelOffered)
  })

  it("without a usable number is no order", () => {
    const list = [null, 5, "x", [], { id: "abc" }, { id: -1 }, { id: 1.5 }, { id: {} }, { id: "7" }]
    assert.deepStrictEqual([...orderRows({ count: 9, list }).keys()], [OrderId.make("7")])
    assert.deepStrictEqual([...orderRows({ list: { 0: { id: 1 }, 1: { id: 2 } } }).keys()], ["1", "2"])
    for (const nothing of [undefined, null, "", 0, [], {}]) assert.strictEqual(orderRows(nothing).size, 0)
  })

  it("lacks its delivery only where the fields are absent", () => {
    const lacks = (fields: Record<string, unknown>) =>
      lacksDelivery(Option.getOrThrow(orderRow({ id: 1, ...fields })))
    assert.isTrue(lacks({}))
    assert.isTrue(lacks({ provider: "x.example" }))
    assert.isFalse(lacks({ provider: null, external_id: "" }))
    assert.isFalse(lacks({ mode: "manual" }))
  })
})

describe("the answer to a cancel request", () => {
  const ids = [OrderId.make("1"), OrderId.make("2")]
  const accepted = (data: unknown) => requestResults(data, ids).map(({ isAccepted }) => isAccepted)

  it("holds per order where it says so, in every form seen", () => {
    const rows = [
      { id: 1, success: true },
      { id: "2", success: false, message: "Sent by x.example" }
    ]
    assert.deepStrictEqual(accepted({ orders: rows }), [true, false])
    assert.deepStrictEqual(accepted({ list: rows }), [true, false])
    assert.deepStrictEqual(accepted(rows), [true, false])
    assert.deepStrictEqual(
      accepted([
        { order: 1, cancel: 1 },
        { order: 2, cancel: { error: "No" } }
      ]),
      [true, false]
    )
    assert.deepStrictEqual(
      accepted({
        orders: [
          { id: 1, error_code: 0 },
          { id: 2, error_code: "103" }
        ]
      }),
      [true, false]
    )
    assert.strictEqual(requestResults(rows, ids)[1]!.message, "Sent by …")
  })

  it("holds for all where it says nothing more, and not for an order that it leaves out", () => {
    for (const data of [[], {}, null, true, { success: true }])
      assert.deepStrictEqual(accepted(data), [true, true])
    assert.deepStrictEqual(accepted({ orders: [{ id: 1, success: true }] }), [true, false])
  })
})

describe("readAnswer", () => {
  const read = (text: string, status = 200) => readAnswer({ status, headers: {}, text }, true)

  it("takes data, also with the code as text or left out", () => {
    for (const code of ["", `,"error_code":0`, `,"error_code":"0","error_message":""`]) {
      assert.deepStrictEqual(Result.getOrThrow(read(`{"data":[1]${code}}`)), { _tag: "Data", data: [1] })
    }
  })

  it("takes nothing that is not the panel's envelope", () => {
    for (const text of ["", "[]", "1", "null", '"ok"', "{}", '{"error_code":0}', '{"data":[1']) {
      const error = Result.getOrThrow(Result.flip(read(text)))
      assert.deepStrictEqual([error.reason, error.mayHaveHappened], ["Unreachable", true], text)
    }
  })
})
