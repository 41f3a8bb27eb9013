import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import * as fc from "fast-check"
import { mayManage } from "./Authority.ts"
import { readEmail, readOwnNumber, readTelegramName, readTimeZone } from "./OwnerInput.ts"
import { passwordProblem } from "./PasswordRules.ts"
import { cleanUsername, lookOf, usernameProblem } from "./Usernames.ts"

describe("a password", () => {
  it("SE-02: that is guessed first is refused, however it is dressed up", () => {
    for (const common of [
      "password123",
      "P@ssw0rd2024!",
      "Password1234",
      "1234567890",
      "qwertyuiop",
      "qwerty123456",
      "asdfghjkl123",
      "iloveyou143!",
      "aaaaaaaaaaaa",
      "abcabcabcabc",
      "1q2w3e4r5t6y",
      "admin@123456",
      "Nepal@12345",
      "welcome2024!",
      "passwordadmin",
      "0987654321",
      "letmein12345",
      "Jaishreeram108"
    ]) {
      assert.isNotNull(passwordProblem(common, "ravi"), common)
    }
  })

  it("SE-02: of several words, of any alphabet, or made by a machine is taken", () => {
    for (const good of [
      "correct horse battery",
      "owner-of-smm-nepal",
      "one time is enough",
      "नेपाल को पानी मीठो",
      "tH9#kk2LzQ",
      "short-secret",
      "long enough password",
      `${"each evening she counts boats ".repeat(6)}by lamp light`
    ]) {
      assert.isNull(passwordProblem(good, "ravi"), good)
    }
  })

  it("has 10 to 200 characters of what people see, and is not the username", () => {
    assert.include(passwordProblem("ninechars", "ravi") ?? "", "at least 10")
    assert.include(passwordProblem("😀".repeat(9), "ravi") ?? "", "9 characters")
    assert.include(passwordProblem(`${"ab3 ".repeat(51)}`, "ravi") ?? "", "at most 200")
    assert.include(passwordProblem("ravi.smm.2024", "Ravi-SMM") ?? "", "username")
    assert.include(passwordProblem("ravismmravismm", "ravi.smm") ?? "", "username")
  })

  it("is never repeated by what is said of it", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 30 }), (text) => {
        const problem = passwordProblem(text, "ravi")
        return problem === null || text.trim().length < 6 || !problem.includes(text)
      })
    )
  })
})

describe("a username", () => {
  it("AC-01: of another alphabet, of the platform, or shaped oddly is refused", () => {
    for (const bad of [
      "rаvi",
      "ravi​",
      "РАVI",
      "admin",
      "Adm1n",
      "support",
      "re-lay-desk",
      "ab",
      "-ravi",
      "9ravi",
      "ra..vi",
      "ravi@x"
    ]) {
      assert.isNotNull(usernameProblem(cleanUsername(bad)), bad)
    }
    for (const good of ["ravi", "Ravi_SMM", "smm.king-77", "ｒａｖｉ"]) {
      assert.isNull(usernameProblem(cleanUsername(good)), good)
    }
  })

  it("AC-01: looks like another when a person could take it for the other", () => {
    assert.strictEqual(lookOf("rahim-01"), lookOf("RahimOl"))
    assert.strictEqual(lookOf("srnrn_king"), lookOf("smmkIng"))
    assert.notStrictEqual(lookOf("rahim2"), lookOf("rahim3"))
  })
})

describe("what an owner says of himself", () => {
  const problem = (result: Result.Result<string, string>) => Result.isFailure(result)
  it("AC-01: is read as people write it", () => {
    assert.deepEqual(readEmail(" You@Example.com "), Result.succeed("You@Example.com"))
    assert.deepEqual(readOwnNumber("+977 980-0000100"), Result.succeed("9779800000100"))
    assert.deepEqual(readTelegramName("https://t.me/ravi_smm"), Result.succeed("ravi_smm"))
    assert.strictEqual(readTimeZone("Asia/Kathmandu"), "Asia/Kathmandu")
  })

  it("AC-01: is refused when it is something else", () => {
    for (const bad of [
      "you@",
      "a@b",
      "x\ny@example.com",
      '"a b"@example.com',
      "a@example.com, b@example.com"
    ])
      assert.isTrue(problem(readEmail(bad)), bad)
    assert.isTrue(problem(readOwnNumber("123456789012@lid")))
    assert.isTrue(problem(readTelegramName("@x")))
    assert.strictEqual(readTimeZone("Mars/Olympus"), "UTC")
    assert.strictEqual(readTimeZone("'; drop"), "UTC")
  })
})

describe("power over a login", () => {
  const of = (id: string, role: "admin" | "adminStaff" | "owner" | "staff", tenantId: string | null) => ({
    id,
    role,
    tenantId
  })
  it("AC-04: the admin has it over all others, an owner over his own staff, nobody over himself", () => {
    const admin = of("1", "admin", null)
    const owner = of("2", "owner", "a")
    assert.isTrue(mayManage(admin, owner))
    assert.isFalse(mayManage(admin, admin))
    assert.isTrue(mayManage(owner, of("3", "staff", "a")))
    assert.isFalse(mayManage(owner, of("4", "staff", "b")))
    assert.isFalse(mayManage(owner, of("5", "owner", "a")))
    assert.isFalse(mayManage(of("3", "staff", "a"), owner))
    assert.isFalse(mayManage(of("6", "adminStaff", null), owner))
  })
})
