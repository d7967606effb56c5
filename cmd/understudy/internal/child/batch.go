package child

import (
	"fmt"
	"strings"
)

// batchLine is what is behind the name of cmd.exe in the command line that runs a batch file, which is what a program of npm is on Windows,
// with exactly these arguments. Cmd reads a line by rules of its own: between quotes it leaves all as it is but percent signs, and a
// quote there is written twice, as programs that get the arguments from the batch file (%*) read it, too. A percent sign begins a variable
// unless it is followed by one that is empty.
func batchLine(file string, args []string) (string, error) {
	var line strings.Builder
	line.WriteString(`/e:on /v:off /d /c ""` + file + `"`)
	for _, arg := range args {
		if strings.ContainsAny(arg, "\x00\r\n") {
			return "", fmt.Errorf("a batch file cannot get %q: it takes no line breaks", arg)
		}
		line.WriteByte(' ')
		if plainToCmd(arg) {
			line.WriteString(arg)
			continue
		}
		line.WriteByte('"')
		slashes := 0 // before a quote they are doubled
		for _, r := range arg {
			switch r {
			case '\\':
				slashes++
			case '"':
				line.WriteString(strings.Repeat(`\`, slashes) + `"`)
				slashes = 0
			case '%':
				line.WriteString("%%cd:~,")
				slashes = 0
			default:
				slashes = 0
			}
			line.WriteRune(r)
		}
		line.WriteString(strings.Repeat(`\`, slashes) + `"`)
	}
	return line.String() + `"`, nil
}

// plain are the letters that mean themselves to cmd without quotes; a \ at the end does not behind which quotes may come.
const plain = `abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789#$*+-./:?@\_`

func plainToCmd(arg string) bool {
	return arg != "" && !strings.HasSuffix(arg, `\`) && strings.TrimLeft(arg, plain) == ""
}
