package child

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestBatchLine(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"no_arguments":         {want: ``},
		"plain_words":          {args: []string{"run", "--reporter=dot"}, want: ` run "--reporter=dot"`},
		"spaces":               {args: []string{"-t", "a b"}, want: ` -t "a b"`},
		"an_empty_one":         {args: []string{""}, want: ` ""`},
		"quotes":               {args: []string{`say "hi"`}, want: ` "say ""hi"""`},
		"what_cmd_acts_upon":   {args: []string{"a&b|c>d^e"}, want: ` "a&b|c>d^e"`},
		"no_variable":          {args: []string{"%PATH%"}, want: ` "%%cd:~,%PATH%%cd:~,%"`},
		"a_folder":             {args: []string{`C:\my tests\`}, want: ` "C:\my tests\\"`},
		"a_path":               {args: []string{`tests\a.js`}, want: ` tests\a.js`},
		"a_slash_before_quote": {args: []string{`\"`}, want: ` "\\"""`},
		"other_letters":        {args: []string{"größe"}, want: ` "größe"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line, err := batchLine(`C:\Program Files\nodejs\npx.cmd`, tt.args)
			require.NoError(t, err)
			require.Equal(t, `/e:on /v:off /d /c ""C:\Program Files\nodejs\npx.cmd"`+tt.want+`"`, line)
		})
	}
	_, err := batchLine("npx.cmd", []string{"a\nb"})
	require.ErrorContains(t, err, `cannot get "a\nb"`)
}
