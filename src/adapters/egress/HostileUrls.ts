import type { Lookup } from "./GuardedConnector.ts"

/** Each must be refused although a server listens on this very port of 127.0.0.1 and ::. */
export const hostileUrls = (port: number) => [
  ...[
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "017700000001",
    "0177.0.0.01",
    "127.0.0.1.",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "%31%32%37.0.0.1",
    "0",
    "0.0.0.0",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "2852039166",
    "168.63.129.16",
    "224.0.0.1",
    "255.255.255.255",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "ⓛocalhost",
    "evil.test",
    "mixed.test",
    "mapped.test",
    "metadata.test",
    "bücher.test"
  ].map((host) => `http://${host}:${port}/`),
  `https://127.0.0.1:${port}/`,
  `https://evil.test:${port}/`,
  `http://8.8.8.8:80@127.0.0.1:${port}/`,
  `http://user:password@8.8.8.8:${port}/`,
  `http://user@8.8.8.8:${port}/`,
  `http:\\\\127.0.0.1:${port}/`,
  `http:127.0.0.1:${port}`,
  `//127.0.0.1:${port}/`,
  `ftp://127.0.0.1:${port}/`,
  `ws://127.0.0.1:${port}/`,
  "file:///etc/passwd",
  "data:text/plain,hello",
  "javascript:alert(1)",
  "unix:/var/run/docker.sock",
  "http://",
  "http://[::1",
  "http://256.256.256.256/",
  "127.0.0.1",
  ""
]

const names: Record<string, ReadonlyArray<string>> = {
  "evil.test": ["127.0.0.1"],
  "xn--bcher-kva.test": ["10.0.0.1"],
  "mixed.test": ["8.8.8.8", "127.0.0.1"],
  "mapped.test": ["::ffff:127.0.0.1"],
  "metadata.test": ["169.254.169.254"]
}
/** Resolves the names among the hostile addresses. */
export const lookupNames: Lookup = (name, answer) =>
  answer(
    null,
    (names[name] ?? ["127.0.0.1"]).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))
  )
