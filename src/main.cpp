#include <csignal>
#include <cstdlib>

#include "cli/run.h"

// Replaces libstdc++'s, which prints the type of an exception that nobody caught and brings 40,000 bytes to do so.
namespace __gnu_cxx {
void __verbose_terminate_handler();
void __verbose_terminate_handler() { std::abort(); }
}  // namespace __gnu_cxx

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write
    return nnshape::run({argv + (argc > 0), argv + argc}, {});
}
