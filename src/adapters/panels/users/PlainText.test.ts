import { describe, expect, it } from "vitest"
import { plainText } from "./PlainText.ts"

const texts: ReadonlyArray<readonly [html: string, text: string]> = [
  ["Hello,<br>my code is <b>RD-</b>ABCD<i>2345</i>", "Hello,\nmy code is RD-ABCD2345"],
  ['<p class="x">one</p><p>two</p><script src="//evil.example"></script><!-- no -->three', "one\ntwo\nthree"],
  ["a&nbsp;&amp;&#160;b &lt;br&gt; &quot;c&quot; &#x41;&#65;", 'a & b <br> "c" AA'],
  ["&amp;lt; &bogus; &#0; &#9999999; &#xFFFFFF; 5 < 6 > 4", "&lt; &bogus; 5 < 6 > 4"],
  ["RD-AB\u00adCD\u200b\u0000 \t\r\n x", "RD-ABCD x"],
  ["  \n <br><div> </div>", ""],
  ["an open <b end", "an open <b end"],
  ["no <progress> is no <p>", "no is no"]
]

describe("plainText", () => {
  it.each(texts)("reads %j as %j", (html, text) => {
    expect(plainText(html)).toBe(text)
  })

  it("takes little time for whatever is sent, and only the beginning of a long text", () => {
    const started = performance.now()
    for (const part of ["<", "<a", "<a ", "&#", "&", " ", "\n", "<a>", "<!--", "</", "aaaa"])
      plainText(part.repeat(1_000_000 / part.length))
    expect(performance.now() - started).toBeLessThan(1_000)
    expect(plainText("x".repeat(1_000_000))).toHaveLength(10_000)
  })
})
