package inkeep

// ProtocolChecks lets tests tell the checks of HTTP from the package's own.
var ProtocolChecks = protocolChecks
