import ipaddr from "ipaddr.js"

/** Whether an IP address belongs to the public internet: global unicast, nobody's private or special range. */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  return address instanceof ipaddr.IPv4 ? isPublicIPv4(address) : isPublicIPv6(address as ipaddr.IPv6)
}

const isPublicIPv4 = (address: ipaddr.IPv4): boolean =>
  address.range() === "unicast" && address.toString() !== azureWireServer

// Azure answers its machines' metadata from this otherwise public address.
const azureWireServer = "168.63.129.16"

// Only 2000::/3 is handed out (RFC 4291, IANA); ipaddr.js calls the rest, such as ::127.0.0.1, unicast as well.
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("2000::"), 3]
const nat64: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse("64:ff9b::"), 96]

const isPublicIPv6 = (address: ipaddr.IPv6): boolean => {
  if (address.isIPv4MappedAddress()) return isPublicIPv4(address.toIPv4Address())
  if (address.match(nat64)) return isPublicIPv4(new ipaddr.IPv4(address.toByteArray().slice(12)))
  return address.match(globalUnicast) && address.range() === "unicast"
}
