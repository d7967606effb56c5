//go:build kits

package clients

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// kit is the npm package of this platform as it was packed.
var kit struct {
	once      sync.Once
	tarballs  string // a folder
	installed string // an empty folder into which npm has installed it
	workspace string // a folder with node_modules in which all is that the lock holds, and the package as npm has installed it
}

// system is this platform by the words of Node.js.
func system() string {
	words := strings.NewReplacer("amd64", "x64", "windows", "win32")
	return words.Replace(runtime.GOOS + "-" + runtime.GOARCH)
}

// packed builds, packs and installs the npm package, once. No registry is asked.
func packed(t *testing.T) {
	t.Helper()
	kit.once.Do(func() {
		dir, err := filepath.EvalSymlinks(filepath.Dir(binary)) // which goes when all tests have ended
		require.NoError(t, err)
		tarballs, installed, workspace := filepath.Join(dir, "tarballs"), filepath.Join(dir, "installed"), filepath.Join(dir, "workspace")
		source := program{dir: "typescript"}
		source.succeeds(t, "node", "build.mjs")
		source.succeeds(t, "node", "pack.mjs", tarballs, system()+"="+shipped)
		require.NoError(t, os.Mkdir(installed, 0o700))
		files, err := filepath.Glob(filepath.Join(tarballs, "*.tgz"))
		require.NoError(t, err)
		program{dir: installed}.succeeds(t, "npm", append([]string{"install", "--offline", "--no-audit", "--no-fund"}, files...)...)
		linkAll(t, "node_modules", filepath.Join(workspace, "node_modules"))
		const own = "node_modules/@understudy-mock"
		require.NoError(t, os.RemoveAll(filepath.Join(workspace, own)))
		require.NoError(t, os.CopyFS(filepath.Join(workspace, own), os.DirFS(filepath.Join(installed, own))))
		kit.tarballs, kit.installed, kit.workspace = tarballs, installed, workspace
	})
	require.NotEmpty(t, kit.workspace, "the package could not be packed, as another test says")
}

// linkAll puts links to what a node_modules has into another, in place of what is there. Programs and packages of one owner are in folders
// of their own.
func linkAll(t *testing.T, from, to string) {
	t.Helper()
	from, err := filepath.Abs(from)
	require.NoError(t, err)
	entries, err := os.ReadDir(from)
	require.NoError(t, err, "run make tools first")
	require.NoError(t, os.MkdirAll(to, 0o700))
	for _, entry := range entries {
		there, here := filepath.Join(from, entry.Name()), filepath.Join(to, entry.Name())
		switch {
		case entry.Name() == ".bin" || strings.HasPrefix(entry.Name(), "@"):
			linkAll(t, there, here)
		case !strings.HasPrefix(entry.Name(), "."): // which are caches
			require.NoError(t, os.RemoveAll(here))
			require.NoError(t, os.Symlink(there, here))
		}
	}
}

// nodeProject is a copy of a folder with a project for Node.js, where it finds the package as it was packed.
func nodeProject(t *testing.T, folder string) program {
	t.Helper()
	packed(t)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(folder)))
	modules := filepath.Join(dir, "node_modules")
	require.NoError(t, os.RemoveAll(modules))
	linkAll(t, filepath.Join(kit.workspace, "node_modules"), modules)
	if own := filepath.Join(folder, "node_modules"); isThere(own) { // what differs from what the others have
		linkAll(t, own, modules)
	}
	return program{dir: dir}
}

func isThere(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// nodeTool is the absolute path of the program of an npm package, by that of its file.
func nodeTool(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("node_modules", path))
	require.NoError(t, err)
	require.FileExists(t, path, "run make tools first")
	return path
}

// chromium is the browser of this machine: the one that CHROMIUM names, or that of the system.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	require.Fail(t, "there is no Chromium", "run make tools, or name one in CHROMIUM")
	return ""
}

func TestTheLockInstallsNothingUnseen(t *testing.T) {
	program{}.succeeds(t, "node", "../.tools/check-lock.mjs", "package-lock.json")
}

func TestTypesOfTheClientAreThoseOfTheDocument(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "control.gen.ts")
	program{}.succeeds(t, "node", nodeTool(t, "openapi-typescript/bin/cli.js"), "../spec/control/openapi.yaml", "--output", path)
	fresh, err := os.ReadFile(path)
	require.NoError(t, err)
	kept, err := os.ReadFile("typescript/src/control.gen.ts")
	require.NoError(t, err)
	require.Equal(t, string(fresh), string(kept), "run npm --prefix clients/typescript run generate")
}

// manifest is a package.json, as far as npm chooses by it.
type manifest struct {
	Name                 string            `json:"name"`
	Version              string            `json:"version"`
	OS                   []string          `json:"os"`
	CPU                  []string          `json:"cpu"`
	OptionalDependencies map[string]string `json:"optionalDependencies"`
	Scripts              map[string]string `json:"scripts"`
}

func TestNpmManifests(t *testing.T) {
	t.Parallel()
	packed(t)
	var all []manifest
	out := program{dir: "typescript"}.succeeds(t, "node", "pack.mjs")
	require.NoError(t, json.Unmarshal([]byte(out), &all), out)
	own, programs := all[0], all[1:]
	require.Equal(t, "@understudy-mock/understudy", own.Name)
	require.Empty(t, own.Scripts, "nothing runs while it is installed")
	require.Len(t, programs, 6)
	optional := map[string]string{}
	for _, p := range programs {
		require.Equal(t, own.Name+"-"+p.OS[0]+"-"+p.CPU[0], p.Name)
		require.Equal(t, own.Version, p.Version)
		optional[p.Name] = p.Version
	}
	require.Equal(t, optional, own.OptionalDependencies)
	require.Contains(t, optional, own.Name+"-"+system())
}

func TestNpmPackageIsInOrder(t *testing.T) {
	t.Parallel()
	packed(t)
	own, err := filepath.Glob(filepath.Join(kit.tarballs, "understudy-mock-understudy-0*.tgz"))
	require.NoError(t, err)
	require.Len(t, own, 1)
	p := program{}
	p.succeeds(t, "node", nodeTool(t, "publint/src/cli.js"), "run", own[0], "--strict")
	p.succeeds(t, "node", nodeTool(t, "@arethetypeswrong/cli/dist/index.js"), own[0], "--profile", "node16")
}

// TestTypesForTypeScript compiles examples and the package's own tests as users do, as ES modules and as CommonJS.
func TestTypesForTypeScript(t *testing.T) {
	t.Parallel()
	tsc := []string{
		nodeTool(t, "typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext",
		"--types", "node",
	}
	var all []string
	for folder, module := range map[string]string{
		"examples/playwright": "module", "examples/vitest": "module", "typescript/test/playwright": "commonjs",
	} {
		p := nodeProject(t, folder)
		require.NoError(t, os.WriteFile(filepath.Join(p.dir, "package.json"), []byte(`{"type":"`+module+`"}`), 0o600))
		files, err := filepath.Glob(filepath.Join(p.dir, "*.ts"))
		require.NoError(t, err)
		more, err := filepath.Glob(filepath.Join(p.dir, "*", "*.ts"))
		require.NoError(t, err)
		all = append(append(all, files...), more...)
	}
	wrong := filepath.Join(kit.workspace, "wrong.ts") // tsc complains where what is expected to be an error is none
	require.NoError(t, os.WriteFile(wrong, []byte(`import { Mock } from '@understudy-mock/understudy/client'
const mock = new Mock({ url: '' })
void mock.fault({ status: 503 })
// @ts-expect-error no fault has this
void mock.fault({ statuss: 503 })
`), 0o600))
	program{}.succeeds(t, "node", slices.Concat(tsc, all, []string{wrong})...)
}
