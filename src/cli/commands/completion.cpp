#include <fmt/format.h>

#include "base/text.h"
#include "cli/options.h"

// nnshape completion: prints the script with which a shell completes commands, options and their words. The script
// contains the commands. For the words after a command it runs `nnshape COMMAND --complete WORD…`, which OptionParser
// answers.
namespace nnshape {
namespace {

constexpr std::string_view examples =
    "Load the script in your shell:\n"
    "  source <(nnshape completion bash)       in ~/.bashrc\n"
    "  source <(nnshape completion zsh)        in ~/.zshrc, after compinit\n"
    "  nnshape completion fish | source        in ~/.config/fish/config.fish\n";

constexpr std::string_view bash = R"sh(# bash completion of nnshape
_nnshape() {
    local word=${COMP_WORDS[COMP_CWORD]} words
    if ((COMP_CWORD == 1)); then
        words='@commands@'
    else
        words=$("${COMP_WORDS[0]}" "${COMP_WORDS[1]}" --complete "${COMP_WORDS[@]:2:COMP_CWORD-1}" 2>/dev/null)
    fi
    [[ $word == = ]] && word=
    COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _nnshape nnshape
)sh";

constexpr std::string_view zsh = R"sh(#compdef nnshape
# zsh completion of nnshape
_nnshape() {
    local -a found
    if ((CURRENT == 2)); then
        found=(
@commands@        )
        _describe command found
        _files
        return
    fi
    found=(${(f)"$("$words[1]" "$words[2]" --complete "${(@)words[3,CURRENT]}" 2>/dev/null)"})
    if [[ -n $found ]]; then
        compadd -- $found
    else
        _files
    fi
}
if [[ $funcstack[1] == _nnshape ]]; then
    _nnshape "$@"
else
    compdef _nnshape nnshape
fi
)sh";

constexpr std::string_view fish = R"sh(# fish completion of nnshape
function __nnshape_words
    set -l words (commandline -opc)
    set -l program $words[1]
    set -e words[1]
    if test (count $words) -eq 0
        printf '%s\t%s\n' \
@commands@        return
    end
    set -l command $words[1]
    set -e words[1]
    $program $command --complete $words (commandline -ct) 2>/dev/null
end
complete -c nnshape -a '(__nnshape_words)'
)sh";

// The text in single quotes for bash and zsh; the same for fish, as long as it has no backslash.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (char letter : text) out += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return out + "'";
}

// Puts the commands into the script.
std::string filled(std::string_view script, std::string_view commands) {
    constexpr std::string_view place = "@commands@";
    return std::string(script).replace(script.find(place), place.size(), commands);
}

std::string bash_script() {
    std::string words;
    for (const Command& command : all_commands()) words += fmt::format("{} ", command.name);
    return filled(bash, words + "help --help --version");
}

std::string zsh_script() {
    std::string lines;
    for (const Command& command : all_commands()) {
        lines += fmt::format("            {}\n", quoted(fmt::format("{}:{}", command.name, command.what)));
    }
    return filled(zsh, lines + "            'help:print the help'\n");
}

std::string fish_script() {
    std::string lines;
    for (const Command& command : all_commands()) {
        lines += fmt::format("            {} {} \\\n", command.name, quoted(command.what));
    }
    return filled(fish, lines + "            help 'print the help'\n");
}

struct Shell {
    std::string_view name;
    std::string (*script)();
};
constexpr Shell shells[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};

}  // namespace

int run_completion(const std::vector<std::string>& args, const Streams& streams) {
    std::vector<std::string_view> names;
    for (const Shell& shell : shells) names.push_back(shell.name);
    std::vector<std::string> wanted;
    OptionParser parser("completion", "Prints a script that lets your shell complete nnshape's commands and options.");
    parser.operands("SHELL", enumerate(names, "or"), 1, wanted);
    parser.words("SHELL", names);
    parser.remark(examples);
    if (auto code = parser.parse(args, streams)) return *code;
    if (wanted.empty()) return refuse(streams, "no shell is named; for example `nnshape completion bash`");
    for (const Shell& shell : shells) {
        if (shell.name == wanted[0]) return finish(streams, shell.script(), exit_fine);
    }
    return refuse(streams, not_among(wanted[0], "a supported shell", names));
}

}  // namespace nnshape
