#include <csignal>

#include "cli/run.h"

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an error of write
    return nnshape::run({argv + (argc > 0), argv + argc}, {});
}
