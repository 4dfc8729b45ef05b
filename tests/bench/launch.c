// launch ROUNDS INPUT [-- PROGRAM ARGUMENT…]…: starts the programs in turn, so many rounds, each with INPUT as its
// standard input and its output thrown away. A line for each run: which it was, nanoseconds from start to end, those of
// processor time, peak resident set in KiB, exit status. Small and static, so that starting from it costs little.
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long nanoseconds(struct timeval time) { return (time.tv_sec * 1000000LL + time.tv_usec) * 1000; }

static int run(int index, const char* input, char** program) {
    int in = open(input, O_RDONLY | O_CLOEXEC), out = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (in < 0 || out < 0) {
        perror(input);
        return 0;
    }
    long long start = now();
    pid_t child = fork();
    if (child == 0) {
        dup2(in, 0);
        dup2(out, 1);
        execv(program[0], program);
        _exit(127);
    }
    int status = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) != child) {
        perror("launch");
        return 0;
    }
    long long time = now() - start;
    close(in);
    close(out);
    printf("%d %lld %lld %ld %d\n", index, time, nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime),
           usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
    return fflush(stdout) == 0;
}

int main(int count, char** words) {
    if (count < 5 || strcmp(words[3], "--") != 0) {
        fputs("usage: launch ROUNDS INPUT [-- PROGRAM ARGUMENT...]...\n", stderr);
        return 2;
    }
    int programs = 0;
    char** begins[64];
    for (int index = 3; index < count; ++index) {
        if (strcmp(words[index], "--") != 0) continue;
        words[index] = NULL;
        if (programs == 64) return 2;
        begins[programs++] = words + index + 1;
    }
    for (int round = atoi(words[1]); round > 0; --round) {
        for (int index = 0; index < programs; ++index) {
            if (!run(index, words[2], begins[index])) return 2;
        }
    }
    return 0;
}
