# A Debian package: `cpack -G DEB` in the build folder. The top CMakeLists.txt includes this last.
#
# Its files are a component that a plain `cmake --install` leaves out: that one asks who runs it
# (install.cmake), while the package is always for everyone. Places are below Wireshark's own prefix.
set(package sipcode-wireshark)
cmake_path(GET Wireshark_INCLUDE_DIR PARENT_PATH prefix)
cmake_path(GET prefix PARENT_PATH prefix)
cmake_path(RELATIVE_PATH Wireshark_PLUGIN_INSTALL_DIR BASE_DIRECTORY "${prefix}"
           OUTPUT_VARIABLE plugins)

# Debian wants the changelog packed; -n keeps time and name out, so that equal sources give equal packages.
find_program(GZIP gzip)
if(GZIP)
  set(changelog "${CMAKE_CURRENT_BINARY_DIR}/changelog.gz")
  add_custom_command(OUTPUT "${changelog}"
    COMMAND "${GZIP}" -9nc "${PROJECT_SOURCE_DIR}/CHANGELOG.md" > "${changelog}"
    DEPENDS "${PROJECT_SOURCE_DIR}/CHANGELOG.md"
    VERBATIM)
  add_custom_target(package-changelog ALL DEPENDS "${changelog}")
else()
  set(changelog "${PROJECT_SOURCE_DIR}/CHANGELOG.md")
endif()

# Debian's shared objects are not executable.
install(TARGETS sipcode LIBRARY DESTINATION "${plugins}/epan" COMPONENT package EXCLUDE_FROM_ALL
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/plugin/profile/"
        DESTINATION "share/wireshark/profiles/SIP codes" COMPONENT package EXCLUDE_FROM_ALL)
install(FILES README.md README.zh_CN.md "${changelog}" plugin/package/copyright
        DESTINATION "share/doc/${package}" COMPONENT package EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ${package})
set(CPACK_PACKAGE_VENDOR "sipcode developers")
set(CPACK_PACKAGE_CONTACT "sipcode developers <sipcode@example.invalid>")
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};${PROJECT_NAME};package;/")
set(CPACK_PACKAGING_INSTALL_PREFIX "${prefix}")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
# The library's name holds its ABI (libwireshark16 is 4.0), so that no other series gets this plugin.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "wireshark | tshark")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Wireshark plugin that explains SIP responses")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"For every SIP response in a capture it says what the code means, who usually
sends it and why, what to check next and where the standard says so: in the
packet tree, in the Info column and in reports, in the reader's language.

It follows transactions, calls and registrations, also of IMS and VoLTE, and
says what should come next, what did, and what is missing.")
include(CPack)
