import type { Lookup } from "./GuardedConnector.ts"

/** Each must be refused although a server listens on this very port of 127.0.0.1 and ::. By what it tries. */
export const hostileUrls = (port: number): Readonly<Record<string, ReadonlyArray<string>>> => {
  const at = (...hosts: ReadonlyArray<string>) => hosts.map((host) => `http://${host}:${port}/`)
  return {
    "loopback in decimal, hexadecimal, octal and short": at(
      "127.0.0.1",
      "127.1",
      "127.0.1",
      "127.255.255.254",
      "2130706433",
      "0x7f000001",
      "0x7F.0x0.0x0.0x1",
      "0x7f.0.0.1",
      "0x7f.1",
      "017700000001",
      "0177.0.0.01",
      "00000177.0.0.1",
      "0",
      "0x0",
      "0.0.0.0"
    ),
    "loopback in other scripts and encodings": at(
      "127.0.0.1.",
      "127。0。0。1",
      "127．0．0．1",
      "①②⑦.0.0.1",
      "１２７.0.0.1",
      "%31%32%37.0.0.1",
      "127.0\n.0.1",
      "127.0.\t0.1"
    ),
    "loopback in IPv6, with IPv4 inside": at(
      "[::]",
      "[::1]",
      "[0:0:0:0:0:0:0:1]",
      "[0000::0001]",
      "[::ffff:127.0.0.1]",
      "[::ffff:7f00:1]",
      "[0:0:0:0:0:ffff:127.0.0.1]",
      "[::127.0.0.1]",
      "[::7f00:1]",
      "[::ffff:0:127.0.0.1]"
    ),
    "translated and tunnelled: NAT64, 6to4, Teredo": at(
      "[64:ff9b::127.0.0.1]",
      "[64:ff9b::7f00:1]",
      "[64:ff9b::a00:1]",
      "[64:ff9b::169.254.169.254]",
      "[64:ff9b:1::7f00:1]",
      "[2002:7f00:1::]",
      "[2002:a9fe:a9fe::1]",
      "[2002:c0a8:1::1]",
      "[2001:0:7f00:1::]",
      "[2001:0:4136:e378:8000:63bf:80ff:fffe]"
    ),
    "private and shared networks": at(
      "10.0.0.1",
      "10.255.255.255",
      "172.16.0.1",
      "172.31.255.254",
      "192.168.0.1",
      "0300.0250.0.1",
      "3232235521",
      "100.64.0.1",
      "100.127.255.254",
      "[fc00::1]",
      "[fd00::1]",
      "[fdff:ffff::1]",
      "[::ffff:10.0.0.1]",
      "[::ffff:192.168.0.1]"
    ),
    "link-local and metadata": at(
      "169.254.0.1",
      "169.254.169.254",
      "169.254.169.254.",
      "169.254.170.2",
      "0xa9fea9fe",
      "0xa9.254.0251.254",
      "2852039166",
      "[::ffff:169.254.169.254]",
      "[::ffff:a9fe:a9fe]",
      "[fe80::1]",
      "[fe80::1%25lo]",
      "[febf::1]",
      "[fd00:ec2::254]",
      "[fd20:ce::254]",
      "168.63.129.16",
      "100.100.100.200",
      "192.0.0.192",
      "metadata.google.internal",
      "metadata.google.internal.",
      "instance-data",
      "metadata.test"
    ),
    "many hearers, documentation, reserved": at(
      "224.0.0.1",
      "239.255.255.250",
      "255.255.255.255",
      "240.0.0.1",
      "192.0.2.1",
      "198.18.0.1",
      "198.51.100.1",
      "203.0.113.1",
      "[ff02::1]",
      "[2001:db8::1]",
      "[fec0::1]",
      "[100::1]",
      "[4000::1]"
    ),
    "names of this machine": at(
      "localhost",
      "LOCALHOST",
      "localhost.",
      "ⓛocalhost",
      "ｌｏｃａｌｈｏｓｔ",
      "local\u00adhost",
      "localhost。",
      "printer.localhost",
      "%6cocalhost"
    ),
    "names that lead inside": at(
      "evil.test",
      "evil.test.",
      "EVIL.test",
      "mixed.test",
      "mixed6.test",
      "mapped.test",
      "nat64.test",
      "unknown-kind.test",
      "bücher.test",
      "раураl.test",
      "xn--80aa0cbo65f.test"
    ),
    "users, backslashes, schemes": [
      `http://8.8.8.8:80@127.0.0.1:${port}/`,
      `http://user:password@8.8.8.8:${port}/`,
      `http://user@8.8.8.8:${port}/`,
      `http://8.8.8.8%2f@127.0.0.1:${port}/`,
      `http://127.0.0.1:${port}\\@8.8.8.8/`,
      `http://127.0.0.1:${port}#@8.8.8.8/`,
      `http:\\\\127.0.0.1:${port}/`,
      `http:/127.0.0.1:${port}/`,
      `http:127.0.0.1:${port}`,
      `http:///127.0.0.1:${port}/`,
      ` http://127.0.0.1:${port}/ `,
      `HTTP://127.0.0.1:${port}/`,
      `//127.0.0.1:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://evil.test:${port}/`,
      `ftp://127.0.0.1:${port}/`,
      `ws://127.0.0.1:${port}/`,
      `gopher://127.0.0.1:${port}/_GET`,
      `blob:http://127.0.0.1:${port}/`,
      "file:///etc/passwd",
      "data:text/plain,hello",
      "javascript:alert(1)",
      "unix:/var/run/docker.sock"
    ],
    "ports, and what is no address": [
      `http://127.0.0.1:0${port}/`,
      "http://127.0.0.1:0/",
      "http://8.8.8.8:65536/",
      "http://8.8.8.8:-1/",
      `http://8.8.8.8:${port}a/`,
      "http://",
      "http://[::1",
      "http://[::1%lo]/",
      "http://256.256.256.256/",
      "http://0x100000000/",
      "http://127.0.0.1%00.8.8.8.8/",
      "http://8.8.8.8 127.0.0.1/",
      "http://ex ample/",
      "127.0.0.1",
      ""
    ]
  }
}

const names: Record<string, ReadonlyArray<string>> = {
  "evil.test": ["127.0.0.1"],
  "xn--bcher-kva.test": ["10.0.0.1"],
  "mixed.test": ["8.8.8.8", "127.0.0.1"],
  "mixed6.test": ["2606:4700::1111", "fd00::1"],
  "mapped.test": ["::ffff:127.0.0.1"],
  "nat64.test": ["64:ff9b::7f00:1"],
  "unknown-kind.test": ["127.0.0.1%lo"],
  "metadata.test": ["169.254.169.254"]
}

/** Resolves the names among the hostile addresses; every other name is this machine. */
export const lookupNames: Lookup = (name, answer) =>
  answer(
    null,
    (names[name] ?? ["127.0.0.1"]).map((address) => ({ address, family: address.includes(":") ? 6 : 4 }))
  )
