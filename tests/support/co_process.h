#pragma once

#include <string>
#include <thread>
#include <vector>

// The program at the other end of two pipes, in a thread of the test's.
namespace nnshape::test {

class CoProcess {
  public:
    explicit CoProcess(std::vector<std::string> args);
    CoProcess(const CoProcess&) = delete;
    CoProcess& operator=(const CoProcess&) = delete;
    ~CoProcess();

    void send(const std::string& bytes);

    /// What comes within so many milliseconds.
    std::string receive(int milliseconds);

    /// So many lines, or those that came until nothing more did for ten seconds.
    std::string receive_lines(size_t count);

  private:
    int in_[2], out_[2];
    std::thread thread_;
};

}  // namespace nnshape::test
