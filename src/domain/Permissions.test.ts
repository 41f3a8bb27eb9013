import { assert, describe, it } from "@effect/vitest"
import { mayHear } from "./LiveAccess.ts"
import { type Asker, effective, may, permissions, refusal } from "./Permissions.ts"

const staff = (...granted: ReadonlyArray<string>): Asker => ({
  role: "staff",
  permissions: granted,
  isViewing: false,
  isKey: false
})
const owner: Asker = { ...staff(), role: "owner" }
const viewer: Asker = { ...staff(), role: "admin", isViewing: true }

describe("permissions", () => {
  it("AC-03: who answers chats sees them, and view logs only takes the rest away", () => {
    assert.isTrue(effective(["inbox.answer"]).has("inbox.view"))
    assert.deepStrictEqual([...effective([...permissions])], ["logs.view"])
    assert.isFalse(may(staff(...permissions), ["inbox.view"]))
  })

  it("AC-03: the owner has everything of the workspace, nobody's staff what is his alone", () => {
    for (const need of permissions) assert.isTrue(may(owner, [need]))
    assert.isTrue(may(owner, ["owner"]))
    assert.isFalse(may(staff(...permissions.slice(0, 6)), ["owner"]))
    assert.isFalse(may({ ...owner, isKey: true }, ["owner"]))
  })

  it("AC-03: what declares nothing is refused to all but owners", () => {
    assert.isNull(refusal(owner, undefined, true))
    for (const asker of [staff(...permissions), viewer, { ...owner, isKey: true }]) {
      assert.isNotNull(refusal(asker, undefined, false))
    }
  })

  it("AC-06: who looks at a workspace reads it all and writes nothing of it", () => {
    assert.isNull(refusal(viewer, ["owner"], false))
    assert.isNotNull(refusal(viewer, ["owner"], true))
    assert.isNotNull(refusal(viewer, ["inbox.view"], true))
    assert.isNull(refusal(viewer, ["users.act"], true))
    assert.isNull(refusal(viewer, ["person"], true))
    assert.isFalse(may({ ...viewer, isViewing: false }, ["inbox.view"]))
  })

  it("AC-03: the words of a refusal name what is missing, and who can give it", () => {
    assert.include(
      refusal(staff(), ["orders.manage", "inbox.view"], false),
      "“manage orders” or “view inbox”"
    )
    assert.include(refusal(staff(), ["owner"], false), "Only the owner")
    assert.include(refusal({ ...staff(), isKey: true }, ["orders.manage"], true), "scope orders.manage")
    assert.include(refusal(owner, ["users.view"], false), "people of the platform")
    const helper: Asker = { ...staff(), role: "adminStaff" }
    assert.include(refusal(helper, ["users.view"], false), "The platform’s admin can allow it")
  })

  it("AC-03: a dashboard hears of what its pages show, and an unknown kind is the owner's", () => {
    assert.isFalse(mayHear(staff("logs.view"), "MessageChanged"))
    assert.isTrue(mayHear(staff("logs.view"), "LogAdded"))
    assert.isTrue(mayHear(staff("orders.manage"), "RequestChanged"))
    assert.isFalse(mayHear(staff(...permissions.slice(0, 6)), "SomethingNew"))
    assert.isFalse(mayHear(staff(...permissions.slice(0, 6)), "toString"))
    assert.isTrue(mayHear(owner, "SomethingNew"))
  })
})
