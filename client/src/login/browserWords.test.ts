import { expect, it } from "vitest"
import { browserWords } from "./browserWords.ts"

it("AC-02: names browsers as people know them", () => {
  const chrome =
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
  expect(browserWords(chrome)).toBe("Chrome on Android")
  expect(browserWords(`${chrome} Edg/130.0`)).toBe("Edge on Android")
  expect(
    browserWords(
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1"
    )
  ).toBe("Safari on iPhone")
  expect(browserWords("curl/8.5.0")).toBe("curl/8.5.0")
  expect(browserWords("")).toBe("Unknown program")
})
